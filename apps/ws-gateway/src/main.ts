import { loadConfig } from '@parley/config';
import { run } from '@parley/lifecycle';
import { createLogger } from '@parley/logging';
import { build } from './app.ts';
import { schema } from './config.ts';

const service = 'ws-gateway';

await run(createLogger({ service }), async () => {
  const config = loadConfig(schema, process.env);
  const log = createLogger({ service, level: config.LOG_LEVEL });
  const app = await build(config, { log, env: process.env });
  return { app, log, graceMs: config.SHUTDOWN_GRACE, health: app.health };
});

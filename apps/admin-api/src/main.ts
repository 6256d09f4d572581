import { loadConfig } from '@parley/config';
import { run } from '@parley/lifecycle';
import { createLogger } from '@parley/logging';
import { build } from './app.ts';
import { schema } from './config.ts';

const service = 'admin-api';

await run(createLogger({ service }), () => {
  const config = loadConfig(schema, process.env);
  const log = createLogger({ service, level: config.LOG_LEVEL });
  return build(config, { log });
});

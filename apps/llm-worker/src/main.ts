import { loadConfig, loadModels } from '@parley/config';
import { createLogger } from '@parley/logging';
import { run } from '@parley/lifecycle';
import { build } from './app.ts';
import { schema } from './config.ts';

const service = 'llm-worker';

await run(createLogger({ service }), () => {
  const config = loadConfig(schema, process.env);
  const log = createLogger({ service, level: config.LOG_LEVEL });
  const { env } = process;
  return build(config, { log, env, models: loadModels(config.MODELS_FILE, env) });
});

import { addAuth, tokenRules } from '@parley/auth';
import { connectBus, createLine, ModelsView, type Bus } from '@parley/bus';
import { publicModels } from '@parley/config';
import { createHttp, listening } from '@parley/http';
import { createHealth, createParts, type Service } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { createKeyRing, openStore } from '@parley/store';
import manifest from '../package.json' with { type: 'json' };
import { connectedBy } from './commands/Connected.ts';
import type { WebConfig } from './config.ts';
import { addChangeRoutes } from './routes/changeSession.ts';
import { addConfigRoute } from './routes/config.ts';
import { addDevAuthRoute } from './routes/devAuth.ts';
import { addEraseRoute } from './routes/eraseAccount.ts';
import { addAccountExport } from './routes/exportAccount.ts';
import { addExportRoute } from './routes/exportSession.ts';
import { addMessageRoutes } from './routes/messages.ts';
import { addPages } from './routes/pages.ts';
import { addSessionRoutes } from './routes/sessions.ts';
import { addUsageRoute } from './routes/usage.ts';

export interface WebDeps {
  readonly log: Logger;
  /** Where the built pages are; the ones of this package unless told. */
  readonly pages?: string;
  /** Where keys of models are; the environment unless told. */
  readonly env?: NodeJS.ProcessEnv;
}

const SERVICE = 'web';
const { version } = manifest;

/** The web service, from its configuration; `listened` is told its port. Connects to the database; to NATS,
 * for as long as that takes, and listens on `start`. */
export async function build(
  config: WebConfig,
  { log, pages = `${import.meta.dirname}/../dist`, env = process.env }: WebDeps,
  listened?: (port: number) => void,
): Promise<Service> {
  const graceMs = config.SHUTDOWN_GRACE;
  const rules = tokenRules(config);
  const health = createHealth();
  const http = await createHttp({
    service: SERVICE,
    log,
    health,
    docs: { title: 'Parley: web', version },
    trustProxy: config.TRUST_PROXY,
  });
  const { authenticate } = await addAuth(http, rules);
  const models = new ModelsView(publicModels(config.MODELS_FILE, env, log));
  const about = { authMode: config.AUTH_MODE, version, mayBeWatched: config.WATCH_NOTICE, wsPath: '/ws' };
  addConfigRoute(http, about, () => models.usable);
  if (config.AUTH_MODE === 'dev') addDevAuthRoute(http, rules);
  await addPages(http, pages);
  const store = await openStore({
    url: config.MONGODB_URI,
    keys: createKeyRing(config.ENCRYPTION_KEYS),
    log,
  });
  health.ready('database', () => store.ready());
  const connect = () => connectBus({ url: config.NATS_URL.join(','), name: SERVICE, log });
  const follow = (bus: Bus) => {
    models.follow(bus);
    return connectedBy(bus);
  };
  const line = createLine(connect, follow, log);
  health.ready('nats', line.ready);
  const backend = { authenticate, store, line };
  addSessionRoutes(http, backend);
  addMessageRoutes(http, authenticate, store);
  addChangeRoutes(http, backend);
  addExportRoute(http, backend);
  addAccountExport(http, backend);
  addEraseRoute(http, backend, log);
  addUsageRoute(http, backend, config.QUOTA_TOKENS);
  const parts = [
    { name: 'store', stop: () => store.close() },
    models,
    line,
    listening(http, { host: config.HOST, port: config.PORT }, listened),
  ];
  return { app: createParts(parts, { log, graceMs }), log, graceMs, health };
}

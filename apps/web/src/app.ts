import { addAuth, tokenRules } from '@parley/auth';
import { connectBus, createLine } from '@parley/bus';
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

export interface WebDeps {
  readonly log: Logger;
  /** Where the built pages are; the ones of this package unless told. */
  readonly pages?: string;
}

const SERVICE = 'web';
const { version } = manifest;

/** The web service, from its configuration; `listened` is told its port. Connects to the database; to NATS,
 * for as long as that takes, and listens on `start`. */
export async function build(
  config: WebConfig,
  { log, pages = `${import.meta.dirname}/../dist` }: WebDeps,
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
  addConfigRoute(http, {
    authMode: config.AUTH_MODE,
    version,
    mayBeWatched: config.WATCH_NOTICE,
    wsPath: '/ws',
  });
  if (config.AUTH_MODE === 'dev') addDevAuthRoute(http, rules);
  await addPages(http, pages);
  const store = await openStore({
    url: config.MONGODB_URI,
    keys: createKeyRing(config.ENCRYPTION_KEYS),
    log,
  });
  health.ready('database', () => store.ready());
  const connect = () => connectBus({ url: config.NATS_URL.join(','), name: SERVICE, log });
  const line = createLine(connect, connectedBy, log);
  health.ready('nats', line.ready);
  const backend = { authenticate, store, line };
  addSessionRoutes(http, backend);
  addMessageRoutes(http, authenticate, store);
  addChangeRoutes(http, backend);
  addExportRoute(http, backend);
  addAccountExport(http, backend);
  addEraseRoute(http, backend);
  const parts = [
    { name: 'store', stop: () => store.close() },
    line,
    listening(http, { host: config.HOST, port: config.PORT }, listened),
  ];
  return { app: createParts(parts, { log, graceMs }), log, graceMs, health };
}

import { addAuth, createTokenVerifier, tokenRules } from '@parley/auth';
import { connectBus, createLine, ModelsView, type Bus } from '@parley/bus';
import { publicModels } from '@parley/config';
import { createHttp, createMetrics, Gauge, listening } from '@parley/http';
import { createHealth, createParts, type Service } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { createKeyRing, openStore } from '@parley/store';
import manifest from '../package.json' with { type: 'json' };
import type { AdminConfig } from './config.ts';
import { endLost } from './events/endLost.ts';
import { EventReaders } from './events/EventReaders.ts';
import { addAdminsRoutes } from './routes/admins.ts';
import { addAuditRoutes } from './routes/audit.ts';
import type { Backend } from './routes/Backend.ts';
import { createGuard } from './routes/createGuard.ts';
import { addDeadLetterRoutes } from './routes/deadLetters.ts';
import type { TellRoles } from './routes/endLostRole.ts';
import { addEventsRoute } from './routes/events.ts';
import { addMetricsRoute } from './routes/metrics.ts';
import { addPreferencesRoutes } from './routes/preferences.ts';
import { addProvidersRoute } from './routes/providers.ts';
import { addRepliesRoutes } from './routes/replies.ts';
import { addSessionRoute } from './routes/session.ts';
import { addSessionsRoutes } from './routes/sessions.ts';
import { addUndeliveredRoute } from './routes/undelivered.ts';
import { addUsageRoute } from './routes/usage.ts';
import { addUserSessionsRoute } from './routes/userSessions.ts';

export interface AdminDeps {
  readonly log: Logger;
  /** Where keys of models are; the environment unless told. */
  readonly env?: NodeJS.ProcessEnv;
}

const SERVICE = 'admin-api';
const { version } = manifest;
/** A user's id of 200 characters, each written as three bytes, each of these as three characters. */
const MAX_PARAM = 1800;

/** The admin API, from its configuration; `listened` is told its port. Connects to the database; to NATS, for as long as
 * that takes, and listens on `start`. */
export async function build(
  config: AdminConfig,
  { log, env = process.env }: AdminDeps,
  listened?: (port: number) => void,
): Promise<Service> {
  const graceMs = config.SHUTDOWN_GRACE;
  const rules = tokenRules(config);
  const health = createHealth();
  const metrics = createMetrics(SERVICE);
  const http = await createHttp({
    service: SERVICE,
    log,
    health,
    metrics,
    docs: { title: 'Parley: admin API', version, path: '/admin/api/docs' },
    trustProxy: config.TRUST_PROXY,
    maxParam: MAX_PARAM,
  });
  const { authenticate } = await addAuth(http, rules);
  const store = await openStore({
    url: config.MONGODB_URI,
    keys: createKeyRing(config.ENCRYPTION_KEYS),
    log,
  });
  health.ready('database', () => store.ready());

  const models = new ModelsView(publicModels(config.MODELS_FILE, env, log));
  const readers = new EventReaders(config.EVENTS_STREAMS);
  const streams: Gauge = new Gauge({
    name: 'admin_event_streams',
    help: 'Streams of events that are open',
    registers: [],
    collect: () => streams.set(readers.size),
  });
  metrics.registerMetric(streams);
  const follow = (bus: Bus): Bus => {
    bus.subscribeFleetSession((change) => readers.tell(change));
    bus.subscribeFleetRoles((lost) => readers.lose(lost));
    bus.onReconnect(() => {
      readers.gap();
      endLost(readers, store, log);
    });
    models.follow(bus);
    return bus;
  };
  const connect = () => connectBus({ url: config.NATS_URL.join(','), name: SERVICE, log });
  const line = createLine(connect, follow, log);
  health.ready('nats', line.ready);

  // While the line is away services look themselves, at the latest when it is back.
  const tellRoles: TellRoles = (lost) => {
    if (line.isConnected()) line.connected().publishFleetRoles(lost);
  };
  const guard = createGuard(authenticate, store, tellRoles, log);
  const backend: Backend = { guard, store, tellRoles, line, models };
  addSessionsRoutes(http, backend);
  addSessionRoute(http, backend);
  addUserSessionsRoute(http, backend);
  addMetricsRoute(http, backend);
  addUsageRoute(http, backend);
  addAuditRoutes(http, backend);
  addDeadLetterRoutes(http, backend);
  addUndeliveredRoute(http, backend);
  addProvidersRoute(http, backend);
  addPreferencesRoutes(http, backend);
  addAdminsRoutes(http, backend);
  addRepliesRoutes(http, backend);
  const verify = createTokenVerifier(rules);
  addEventsRoute(http, backend, { readers, verify, heartbeatMs: config.EVENTS_HEARTBEAT });
  const parts = [
    { name: 'store', stop: () => store.close() },
    models,
    line,
    listening(http, { host: config.HOST, port: config.PORT }, listened),
    // Before the server, which lets every answer come to its end.
    { name: 'events', stop: () => readers.stop() },
  ];
  return { app: createParts(parts, { log, graceMs }), log, graceMs, health };
}

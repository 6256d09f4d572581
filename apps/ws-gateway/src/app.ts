import { randomUUID } from 'node:crypto';
import { createTokenVerifier, tokenRules } from '@parley/auth';
import { connectBus, ModelsView } from '@parley/bus';
import { publicModels } from '@parley/config';
import { createHttp, createMetrics, listening } from '@parley/http';
import { createHealth, createParts, type Health, type Part, type Running } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import type { GatewayConfig } from './config.ts';
import { Connections } from './connection/Connections.ts';
import { createTellAll } from './connection/createTellAll.ts';
import { drain } from './connection/drain.ts';
import { Heartbeat } from './connection/Heartbeat.ts';
import { socketServer } from './connection/socketServer.ts';
import { PendingOutcomes } from './handlers/PendingOutcomes.ts';
import { Limits } from './limits/Limits.ts';
import { gatewayMetrics, type Held } from './metrics.ts';
import { Channels } from './sessions/Channels.ts';
import { Resync } from './sessions/Resync.ts';
import { RoleChecks } from './sessions/RoleChecks.ts';
import { takeLoss } from './sessions/takeLoss.ts';
import { UserChannels } from './sessions/UserChannels.ts';
import { ticking } from './ticking.ts';
import { addUpgradeRoute } from './upgrade/addUpgradeRoute.ts';
import { createUpgrade } from './upgrade/createUpgrade.ts';
import { createWelcome } from './welcome.ts';

const SERVICE = 'ws-gateway';
/** Part of the grace period that is for sending clients elsewhere. */
const DRAINING = 0.75;

export interface GatewayDeps {
  readonly log: Logger;
  /** Where keys of models are looked for when there is no models file. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** A clock that never goes back, in milliseconds since the start. */
  readonly elapsed?: () => number;
  /** A number from 0 to 1. */
  readonly random?: () => number;
}

export interface Gateway extends Running {
  readonly health: Health;
  /** Where it listens, once it has started. */
  readonly port: number;
  /** What it holds at the moment. */
  readonly held: () => Held;
}

/** How often the one timer of all sockets fires, and how often that is within one heartbeat. */
function ticksOf(heartbeatMs: number): { tickMs: number; ticks: number } {
  const tickMs = Math.min(Math.max(heartbeatMs / 25, 20), 1000);
  return { tickMs, ticks: Math.max(1, Math.round(heartbeatMs / tickMs)) };
}

/** Wires a gateway; connects to NATS, but doesn't listen yet. */
export async function build(config: GatewayConfig, deps: GatewayDeps): Promise<Gateway> {
  const { log, env = {}, random = Math.random } = deps;
  const { now = Date.now, elapsed = () => performance.now() } = deps;
  const graceMs = config.SHUTDOWN_GRACE;
  const verify = createTokenVerifier(tokenRules(config));
  const health = createHealth();
  const registry = createMetrics(SERVICE);
  const bus = await connectBus({ url: config.NATS_URL.join(','), name: SERVICE, log });
  health.ready('nats', () => bus.ready());

  const limits = new Limits({
    handshakes: config.RATE_HANDSHAKES,
    connections: config.RATE_CONNECTIONS,
    messages: config.RATE_MESSAGES,
    help: config.RATE_HELP,
  });
  const channels = new Channels(bus);
  const userChannels = new UserChannels(bus);
  const inbox = bus.inbox();
  const outcomes = new PendingOutcomes(inbox, elapsed);
  const resync = new Resync(channels);
  const { tickMs, ticks } = ticksOf(config.HEARTBEAT);
  const heartbeat = new Heartbeat(ticks);
  /** Its name in the fleet, for as long as it runs. */
  const gateway = randomUUID();
  const held = (): Held => ({
    connections: heartbeat.size,
    sessions: channels.size,
    watched: channels.watched,
    users: userChannels.size,
    admins: userChannels.admins,
    unchecked: roleChecks.size,
    outcomes: outcomes.size,
    buckets: limits.size,
    handshakes: upgrade.pending,
  });
  const metrics = gatewayMetrics(registry, held);
  const all = createTellAll(heartbeat);
  const models = new ModelsView(publicModels(config.MODELS_FILE, env, log), {
    elapsed,
    onChange(usable) {
      log.info('models.changed', { models: usable.map(({ id }) => id) });
      all.tell({ type: 'models.updated', models: [...usable] });
    },
  });
  const roleChecks = new RoleChecks({ log, now, bus, channels, userChannels });
  const services = { log, now, elapsed, bus, verify, limits, channels, userChannels, outcomes, roleChecks };
  const connections = new Connections({ services, rate: config.RATE_FRAMES }, heartbeat, {
    metrics,
    budget: config.WRITE_BUFFER,
    welcome: createWelcome({
      models: () => models.usable,
      messages: config.RATE_MESSAGES,
      connections: config.RATE_CONNECTIONS,
      maxUpload: config.MAX_UPLOAD,
      heartbeatMs: config.HEARTBEAT,
    }),
  });
  const makeSocket = socketServer();
  const upgrade = createUpgrade({
    log,
    metrics,
    limits,
    verify,
    elapsed,
    allowedOrigins: config.ALLOWED_ORIGINS,
    trustProxy: config.TRUST_PROXY,
    tlsRequired: config.NODE_ENV === 'production',
    isFull: () => heartbeat.size >= config.MAX_CONNECTIONS,
    isDraining: () => health.draining,
    accept: (request, line, head, about) =>
      makeSocket(request, line, head, (socket) => connections.open(socket, line, about)),
  });

  const { TLS_CERT: cert, TLS_KEY: key } = config;
  const http = await createHttp({
    service: SERVICE,
    log,
    health,
    metrics: registry,
    trustProxy: config.TRUST_PROXY,
    ...(cert === undefined || key === undefined ? {} : { tls: { cert, key } }),
  });
  addUpgradeRoute(http, upgrade);

  let port = config.PORT;
  const parts: Part[] = [
    { name: 'nats', start: () => bus.ensureStreams(), stop: () => bus.close() },
    models,
    {
      name: 'inbox',
      start() {
        bus.onReconnect(() => {
          resync.start();
          for (const connection of heartbeat) roleChecks.check(connection);
          void roleChecks.again();
        });
        bus.subscribeFleetRoles(({ userId, ...loss }) => {
          for (const connection of userChannels.of(userId)) takeLoss(connection, loss, services);
        });
        models.follow(bus);
        void roleChecks.again();
      },
      stop: () => {
        all.stop();
        resync.stop();
        inbox.close();
      },
    },
    ticking('ticks', tickMs, () => {
      heartbeat.tick();
      connections.expire(now());
      outcomes.sweep(elapsed());
      limits.sweep(elapsed());
    }),
    ticking('presence', config.PRESENCE, () => {
      void roleChecks.again();
      bus.publishFleetPresence({ gateway, connections: heartbeat.size, admins: userChannels.admins });
    }),
    listening(http, { host: config.HOST, port: config.PORT }, (listened) => {
      port = listened;
    }),
    {
      name: 'sockets',
      stopMs: graceMs * DRAINING + 100,
      stop: () => drain(heartbeat, graceMs * DRAINING, random),
    },
  ];
  const running = createParts(parts, { log, graceMs });
  return {
    start: () => running.start(),
    stop() {
      health.drain();
      return running.stop();
    },
    health,
    held,
    get port() {
      return port;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenSigner } from '@parley/auth';
import { forge } from '@parley/auth/test/forge';
import { connectBus, type Bus } from '@parley/bus';
import { loadConfig } from '@parley/config';
import { freePort, startNats, type NatsServer } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { build, schema, type Gateway, type GatewayDeps } from '../src/index.ts';
import { FakeWorker } from './FakeWorker.ts';
import { Peer } from './Peer.ts';

export const SECRET = 'a secret of tests that is long enough';
export const ORIGIN = 'http://localhost:8080';
const KEY = 'a key for tests';
const LINES_OFF = { write: () => undefined };
/** Limits that no test reaches without meaning to. */
const WIDE = {
  RATE_MESSAGES: '100000/1s',
  RATE_HELP: '100000/1s',
  RATE_CONNECTIONS: '100000/1s',
  RATE_FRAMES: '100000/1s',
  RATE_HANDSHAKES: '100000/1s',
};

export type Line = Record<string, unknown>;

export interface Running {
  readonly gateway: Gateway;
  readonly url: string;
  /** What it logged. */
  readonly lines: Line[];
  connect: (token?: string, options?: { origin?: string; headers?: Record<string, string> }) => Peer;
}

/** Signs a token for a user; a negative lifetime makes one that has expired. */
export const tokenFor = (id: string, lifetimeMs?: number, secret = SECRET): string =>
  createTokenSigner({ key: secret, algorithms: ['HS256'] })({ id, roles: ['user'] }, lifetimeMs).token;

/** Signs a token for a user of these roles. */
export const tokenWith = (id: string, roles: string[]): string =>
  createTokenSigner({ key: SECRET, algorithms: ['HS256'] })({ id, roles }).token;

/** Tokens are issued so many seconds before this moment, whenever they are signed. */
const BEGAN = Math.floor(Date.now() / 1000);

/** Signs a token for a user of these roles, issued so many seconds before the tests began. */
export function tokenIssued(id: string, roles: readonly string[], secondsAgo: number): string {
  const claims = { sub: id, roles, iat: BEGAN - secondsAgo, exp: BEGAN + 3600 };
  return forge({ alg: 'HS256', typ: 'JWT' }, claims, SECRET);
}

/** A real nats-server with gateways and a worker on it; all of it ends with `end`. */
export class Stack {
  readonly port: number;
  readonly #monitorPort: number;
  readonly #dataDir: string;
  #nats: NatsServer;
  readonly #ends: (() => Promise<unknown>)[] = [];

  private constructor(port: number, monitorPort: number, dataDir: string, nats: NatsServer) {
    this.#monitorPort = monitorPort;
    this.port = port;
    this.#dataDir = dataDir;
    this.#nats = nats;
  }

  static async start(): Promise<Stack> {
    const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'));
    const [port, monitorPort] = [await freePort(), await freePort()];
    const nats = await startNats({ dataDir, port, monitorPort, key: KEY });
    return new Stack(port, monitorPort, dataDir, nats);
  }

  get natsUrl(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async killNats(): Promise<void> {
    await this.#nats.kill();
  }

  async startNats(): Promise<void> {
    this.#nats = await startNats({ dataDir: this.#dataDir, port: this.port, key: KEY });
  }

  /** Subscriptions that the server knows of, of everybody. */
  async subscriptions(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.#monitorPort}/subsz`);
    return Number(Reflect.get(Object(await answer.json()), 'num_subscriptions'));
  }

  async bus(): Promise<Bus> {
    const log = createLogger({ service: 'test', destination: LINES_OFF });
    const bus = await connectBus({ url: this.natsUrl, name: 'test', log });
    this.#ends.push(() => bus.close());
    return bus;
  }

  async worker(): Promise<FakeWorker> {
    const bus = await this.bus();
    await bus.ensureStreams();
    const worker = new FakeWorker(bus);
    const { stop } = worker.start();
    this.#ends.push(stop);
    return worker;
  }

  async gateway(env: Record<string, string> = {}, deps: Partial<GatewayDeps> = {}): Promise<Running> {
    const lines: Line[] = [];
    const log = createLogger({
      service: 'ws-gateway',
      level: 'debug',
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    });
    const given = {
      PORT: '0',
      NATS_URL: this.natsUrl,
      JWT_SECRET: SECRET,
      ALLOWED_ORIGINS: ORIGIN,
      SHUTDOWN_GRACE: '2s',
      ...WIDE,
      ...env,
    };
    const gateway = await build(loadConfig(schema, given), { log, ...deps });
    await gateway.start();
    this.#ends.push(() => gateway.stop());
    const url = `ws://127.0.0.1:${gateway.port}/ws`;
    return {
      gateway,
      url,
      lines,
      connect: (token = tokenFor(randomUUID()), options = {}) =>
        new Peer(url, ['parley.v1', `bearer.${token}`], options),
    };
  }

  async end(): Promise<void> {
    for (const end of this.#ends.toReversed()) await end();
    await this.#nats.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}

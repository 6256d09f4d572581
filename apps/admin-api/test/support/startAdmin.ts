import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenSigner, tokenRules } from '@parley/auth';
import { forge } from '@parley/auth/test/forge';
import { connectBus, type Bus } from '@parley/bus';
import { loadConfig } from '@parley/config';
import { databaseForTests, type NatsServer, startNats } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Faults, type Store } from '@parley/store';
import { eventually } from '@parley/testing';
import { build, type AdminDeps } from '../../src/app.ts';
import { schema } from '../../src/config.ts';

const KEY = Buffer.alloc(32, 'k').toString('base64');
const SECRET = 'a secret of the tests, long enough for HS256';

export interface RunningAdmin {
  readonly url: string;
  readonly store: Store;
  /** As a worker has it. */
  readonly bus: Bus;
  /** A further store on the same database. */
  openStore(faults: Faults): Promise<Store>;
  /** A token of somebody with these roles. */
  tokenOf(roles: readonly string[], lifetimeMs?: number): string;
  /** A token of this user, issued so many seconds from now. */
  issued(id: string, roles: readonly string[], seconds: number): string;
  /** Asks with a token. */
  askWith(token: string, method: string, path: string): Promise<Response>;
  /** Asks as an admin, unless other roles are given. */
  get(path: string, roles?: readonly string[]): Promise<Response>;
  /** The JSON that an admin gets; @throws Error when it isn't 200 */
  json<T>(path: string): Promise<T>;
  ask(method: string, path: string, roles?: readonly string[]): Promise<Response>;
  /** Sends this as JSON, as an admin unless other roles are given. */
  put(path: string, body: object, roles?: readonly string[]): Promise<Response>;
  stopNats(): Promise<void>;
  startNats(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole admin API on a database and a queue of its own. */
export async function startAdmin(
  env: Record<string, string> = {},
  deps: Partial<AdminDeps> = {},
): Promise<RunningAdmin> {
  const database = await databaseForTests();
  const uri = new URL(database.url);
  uri.pathname = `/${database.name}`;
  const natsDir = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  const begin = (port?: number): Promise<NatsServer> =>
    startNats({ dataDir: natsDir, key: 'a key for tests', port });
  let nats = await begin();
  const config = loadConfig(schema, {
    PORT: '0',
    AUTH_MODE: 'jwt',
    JWT_SECRET: SECRET,
    MONGODB_URI: uri.href,
    NATS_URL: nats.url,
    ENCRYPTION_KEYS: `k1:${KEY}`,
    ...env,
  });
  const log = createLogger({ service: 'admin-api', level: 'silent' });
  let port = 0;
  const { app } = await build(config, { log, env: {}, ...deps }, (listened) => {
    port = listened;
  });
  await app.start();
  const url = `http://127.0.0.1:${port}`;
  const openOne = (faults?: Faults) =>
    openStore({ url: uri.href, keys: createKeyRing(config.ENCRYPTION_KEYS), log, faults });
  const store = await openOne();
  const bus = await connectBus({ url: nats.url, name: 'worker', log });
  await bus.ensureStreams();
  await eventually('the service is ready', async () => (await fetch(`${url}/readyz`)).status === 200, {
    timeoutMs: 20_000,
  });
  const sign = createTokenSigner(tokenRules({ JWT_SECRET: SECRET }));
  const tokenOf = (roles: readonly string[], lifetimeMs?: number): string =>
    sign({ id: `somebody ${roles.join()}`, name: 'Some Body', roles: [...roles] }, lifetimeMs).token;
  const issued = (id: string, roles: readonly string[], seconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    return forge(
      { alg: 'HS256', typ: 'JWT' },
      { sub: id, roles, iat: now + seconds, exp: now + 3600 },
      SECRET,
    );
  };
  const askWith = (token: string, method: string, path: string): Promise<Response> =>
    fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  const ask = (method: string, path: string, roles = ['admin'] as readonly string[]): Promise<Response> =>
    fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${tokenOf(roles)}` } });
  return {
    url,
    store,
    bus,
    tokenOf,
    issued,
    askWith,
    ask,
    openStore: openOne,
    get: (path, roles) => ask('GET', path, roles),
    put: (path, body, roles = ['admin']) =>
      fetch(`${url}${path}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${tokenOf(roles)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async json<T>(path: string) {
      const response = await ask('GET', path);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as T;
    },
    stopNats: async () => void (await nats.stop()),
    async startNats() {
      nats = await begin(nats.port);
    },
    async stop() {
      await store.close();
      await app.stop();
      await bus.close();
      await nats.stop();
      await database.stop();
      await rm(natsDir, { recursive: true, force: true });
    },
  };
}

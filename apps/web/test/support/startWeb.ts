import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@parley/config';
import { databaseForTests, type NatsServer, startNats } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';
import { build } from '../../src/app.ts';
import { schema } from '../../src/config.ts';

const KEY = Buffer.alloc(32, 'k').toString('base64');

export interface RunningWeb {
  readonly url: string;
  readonly store: Store;
  /** The address of its queue. */
  readonly natsUrl: string;
  /** Asks as the user; without one, without a token. */
  get(path: string, userId?: string): Promise<Response>;
  /** Asks anything as the user; a body goes as JSON. */
  ask(
    method: string,
    path: string,
    userId: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** A store of the same database, whose data keys the service can't unwrap. */
  storeWithOtherKey(): Promise<Store>;
  stopNats(): Promise<void>;
  startNats(): Promise<void>;
  tokenOf(userId: string, more?: object): Promise<string>;
  stop(): Promise<void>;
}

/** Pages that need no build. */
async function somePages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Parley</title>');
  await writeFile(join(folder, 'admin.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(folder, 'theme.js'), '// theme');
  await writeFile(join(folder, 'assets', 'a-1.js'), '// raw');
  await writeFile(join(folder, 'assets', 'a-1.js.gz'), 'compressed');
  return folder;
}

/** The whole web service on a database of its own, and that database's store. */
export async function startWeb(env: Record<string, string> = {}): Promise<RunningWeb> {
  const database = await databaseForTests();
  const uri = new URL(database.url);
  uri.pathname = `/${database.name}`;
  const pages = await somePages();
  const natsDir = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  const begin = (port?: number): Promise<NatsServer> =>
    startNats({ dataDir: natsDir, key: 'a key for tests', port });
  let nats = await begin();
  const config = loadConfig(schema, {
    PORT: '0',
    AUTH_MODE: 'dev',
    JWT_SECRET: 'a secret of the tests, long enough for HS256',
    MONGODB_URI: uri.href,
    NATS_URL: nats.url,
    ENCRYPTION_KEYS: `k1:${KEY}`,
    ...env,
  });
  const log = createLogger({ service: 'web', level: 'silent' });
  let port = 0;
  const { app } = await build(config, { log, pages, env: {} }, (listened) => {
    port = listened;
  });
  await app.start();
  const url = `http://127.0.0.1:${port}`;
  const store = await openStore({ url: uri.href, keys: createKeyRing(config.ENCRYPTION_KEYS), log });
  const others: Store[] = [];
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = async (userId: string, more: object = {}): Promise<string> => {
    const response = await fetch(`${url}/api/auth/dev`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId, ...more }),
    });
    const { token } = (await response.json()) as { token: string };
    return token;
  };
  const authorization = async (userId: string): Promise<string> => {
    const token = tokens.get(userId) ?? tokenOf(userId);
    tokens.set(userId, token);
    return `Bearer ${await token}`;
  };
  return {
    url,
    store,
    natsUrl: nats.url,
    tokenOf,
    async get(path, userId) {
      if (userId === undefined) return fetch(`${url}${path}`);
      return fetch(`${url}${path}`, { headers: { authorization: await authorization(userId) } });
    },
    async ask(method, path, userId, body, headers) {
      const json = body !== undefined && { 'content-type': 'application/json' };
      return fetch(`${url}${path}`, {
        method,
        headers: { authorization: await authorization(userId), ...json, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    async storeWithOtherKey() {
      const keys = createKeyRing([{ id: 'other', key: Buffer.alloc(32, 'o') }]);
      const other = await openStore({ url: uri.href, keys, log });
      others.push(other);
      return other;
    },
    stopNats: async () => void (await nats.stop()),
    async startNats() {
      nats = await begin(nats.port);
    },
    async stop() {
      for (const open of [store, ...others]) await open.close();
      await app.stop();
      await nats.stop();
      await database.stop();
      for (const folder of [pages, natsDir]) await rm(folder, { recursive: true, force: true });
    },
  };
}

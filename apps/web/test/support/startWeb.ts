import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@parley/config';
import { databaseForTests } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';
import { build } from '../../src/app.ts';
import { schema } from '../../src/config.ts';

const KEY = Buffer.alloc(32, 'k').toString('base64');

export interface RunningWeb {
  readonly url: string;
  readonly store: Store;
  /** Asks as the user; without one, without a token. */
  get(path: string, userId?: string): Promise<Response>;
  tokenOf(userId: string, more?: object): Promise<string>;
  stop(): Promise<void>;
}

/** Pages that need no build. */
async function somePages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Parley</title>');
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
  const config = loadConfig(schema, {
    PORT: '0',
    AUTH_MODE: 'dev',
    JWT_SECRET: 'a secret of the tests, long enough for HS256',
    MONGODB_URI: uri.href,
    ENCRYPTION_KEYS: `k1:${KEY}`,
    ...env,
  });
  const log = createLogger({ service: 'web', level: 'silent' });
  let port = 0;
  const { app } = await build(config, { log, pages }, (listened) => {
    port = listened;
  });
  await app.start();
  const url = `http://127.0.0.1:${port}`;
  const store = await openStore({ url: uri.href, keys: createKeyRing(config.ENCRYPTION_KEYS), log });
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
  return {
    url,
    store,
    tokenOf,
    async get(path, userId) {
      if (userId === undefined) return fetch(`${url}${path}`);
      const token = tokens.get(userId) ?? tokenOf(userId);
      tokens.set(userId, token);
      return fetch(`${url}${path}`, { headers: { authorization: `Bearer ${await token}` } });
    },
    async stop() {
      await store.close();
      await app.stop();
      await database.stop();
      await rm(pages, { recursive: true, force: true });
    },
  };
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseServer } from './databaseServer.ts';
import { startFerretDb } from '../ferretdb/startFerretDb.ts';
import { startEmbeddedDatabase } from './startEmbeddedDatabase.ts';

/** A database with a fresh name, on a server that the tests of this process share. */
export type TestDatabase = {
  readonly url: string;
  /** The name of a database that nothing else uses. */
  readonly name: string;
  readonly kind: DatabaseServer['kind'];
  /** To be called once by each caller; the last one ends the server and removes its files. */
  stop(): Promise<void>;
};

type Shared = { url: string; kind: DatabaseServer['kind']; end: () => Promise<void> };
let shared: Promise<Shared> | undefined;
let users = 0;

/**
 * A fresh database for tests: on the embedded database, or with `PARLEY_TEST_DATABASE=ferretdb` on FerretDB. A server
 * that runs already is used when `PARLEY_TEST_MONGODB_URI` says where.
 * @throws Error when the server can't be started
 */
export async function databaseForTests(env: NodeJS.ProcessEnv = process.env): Promise<TestDatabase> {
  shared ??= startShared(env);
  const mine = shared;
  users++;
  const { url, kind } = await mine.catch((error: unknown) => {
    users--;
    shared = undefined;
    throw error;
  });
  return {
    url,
    kind,
    name: `test_${randomUUID().replaceAll('-', '')}`,
    async stop() {
      users--;
      if (users > 0 || shared !== mine) return;
      shared = undefined;
      await (await mine).end();
    },
  };
}

async function startShared(env: NodeJS.ProcessEnv): Promise<Shared> {
  const wantsFerretDb = env['PARLEY_TEST_DATABASE'] === 'ferretdb';
  const running = env['PARLEY_TEST_MONGODB_URI'];
  if (running) return { url: running, kind: wantsFerretDb ? 'ferretdb' : 'mongod', end: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-database-'));
  const start = wantsFerretDb ? startFerretDb : startEmbeddedDatabase;
  const server = await start({ dataDir });
  return {
    url: server.url,
    kind: server.kind,
    async end() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

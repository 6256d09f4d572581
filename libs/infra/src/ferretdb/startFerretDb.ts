import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DatabaseOptions, DatabaseServer } from '../database/databaseServer.ts';
import { probeDatabase } from '../database/probeDatabase.ts';
import { freePort } from '../process/freePort.ts';
import { startChild } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';
import { findFerretDb } from './findFerretDb.ts';
import { postgresTree } from './postgresTree.ts';
import { startPostgres } from './startPostgres.ts';

export type FerretDbOptions = DatabaseOptions & {
  /** Gets a line for each step of fetching what isn't there yet. */
  say?: ((line: string) => void) | undefined;
  env?: NodeJS.ProcessEnv | undefined;
};

/**
 * Starts FerretDB on PostgreSQL with DocumentDB, fetching both when they aren't there. The tests run on it what they
 * run on the embedded database. Needs root, for PostgreSQL's chroot; ends both with `stop()` or `kill()`.
 * @throws Error when one of them can't be had or doesn't serve in time
 */
export async function startFerretDb(options: FerretDbOptions): Promise<DatabaseServer> {
  const { log, say = () => {}, env = process.env, readyMs = 30_000 } = options;
  const command = await findFerretDb(env, say);
  const tree = await postgresTree(env, say);
  const dataDir = resolve(options.dataDir);
  const stateDir = join(dataDir, 'ferretdb');
  await mkdir(stateDir, { recursive: true });
  const postgres = await startPostgres({ tree, dataDir: join(dataDir, 'postgresql'), log });
  try {
    const port = options.port ?? (await freePort());
    const args = [
      '--no-auth',
      '--telemetry=disable',
      '--debug-addr=-',
      '--log-level=WARN',
      `--state-dir=${stateDir}`,
      `--listen-addr=127.0.0.1:${port}`,
      `--postgresql-url=postgres://postgres@127.0.0.1:${postgres.port}/postgres`,
    ];
    const ferret = await startChild({ command, args, log });
    const both = (end: 'stop' | 'kill') => async () => {
      const exit = await ferret[end]();
      await postgres[end]();
      return exit;
    };
    const server = { ...ferret, stop: both('stop'), kill: both('kill') };
    try {
      await waitUntilReady({
        what: 'FerretDB',
        child: ferret,
        probe: () => probeDatabase(port),
        timeoutMs: readyMs,
      });
    } catch (error) {
      await ferret.kill();
      throw error;
    }
    return { ...server, kind: 'ferretdb', url: `mongodb://127.0.0.1:${port}/?directConnection=true`, port };
  } catch (error) {
    await postgres.kill();
    throw error;
  }
}

import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import { compiledDir } from '../cacheDir.ts';
import { freePort } from '../process/freePort.ts';
import { isFreePort } from '../process/isFreePort.ts';
import { lastLines } from '../process/lastLines.ts';
import { startChild } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';
import type { DatabaseOptions, DatabaseServer } from './databaseServer.ts';
import { probeDatabase } from './probeDatabase.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Starts the embedded database as a process of its own on 127.0.0.1 and waits until it serves. It is meant for trying
 * out and for tests: one process, one folder, the operators that the product uses. What it acked survives its death.
 * @throws Error when the port or the folder is in use, or it doesn't serve in time (with the end of its log)
 */
export async function startEmbeddedDatabase(options: DatabaseOptions): Promise<DatabaseServer> {
  const { log, readyMs = 10_000 } = options;
  const port = options.port ?? (await freePort());
  if (!(await isFreePort(port))) throw new Error(`port ${port} for the database is taken by another program`);
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const args = ['--disable-warning=ExperimentalWarning', main, '--data-dir', dataDir, '--port', String(port)];
  const env = { NODE_COMPILE_CACHE: compiledDir(), ...process.env };
  const child = await startChild({ command: process.execPath, args, env, log });
  const tail = () => (typeof log === 'string' ? lastLines(log, 5) : []);
  const probe = () => probeDatabase(port);
  try {
    await waitUntilReady({ what: 'the embedded database', child, probe, timeoutMs: readyMs, tail });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, kind: 'embedded', url: `mongodb://127.0.0.1:${port}/?directConnection=true`, port };
}

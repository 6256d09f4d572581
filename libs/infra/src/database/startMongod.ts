import { access, constants, mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { freePort } from '../process/freePort.ts';
import { lastLines } from '../process/lastLines.ts';
import { startChild } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';
import type { DatabaseOptions, DatabaseServer } from './databaseServer.ts';
import { probeDatabase } from './probeDatabase.ts';

/** The path of a `mongod` on `PATH`, if there is one. */
export async function findMongod(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'mongod');
    const isThere =
      folder !== '' &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ));
    if (isThere) return path;
  }
  return undefined;
}

/**
 * Starts a `mongod` on 127.0.0.1 and waits until it serves.
 * @throws Error when it doesn't serve in time (with the end of its log)
 */
export async function startMongod(command: string, options: DatabaseOptions): Promise<DatabaseServer> {
  const { log, readyMs = 30_000 } = options;
  const port = options.port ?? (await freePort());
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const args = ['--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const child = await startChild({ command, args, log });
  const tail = () => (typeof log === 'string' ? lastLines(log, 5) : []);
  try {
    await waitUntilReady({
      what: 'mongod',
      child,
      probe: () => probeDatabase(port),
      timeoutMs: readyMs,
      tail,
    });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, kind: 'mongod', url: `mongodb://127.0.0.1:${port}/?directConnection=true`, port };
}

/**
 * Runs FerretDB on PostgreSQL with DocumentDB until SIGTERM: `node main.ts [--data-dir <folder>] [--port <number>]`.
 * Its first line of output is the connection string. Without a folder, what it holds is gone at the end.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFerretDb } from './startFerretDb.ts';

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' }, port: { type: 'string' } } });
const ended = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
const dataDir = values['data-dir'] ?? (await mkdtemp(join(tmpdir(), 'parley-ferretdb-')));
const say = (line: string) => process.stderr.write(`${line}\n`);
const port = values.port === undefined ? undefined : Number(values.port);
try {
  const server = await startFerretDb({ dataDir, port, say, log: say });
  process.stdout.write(`${server.url}\n`);
  await Promise.race([ended, server.exited]);
  await server.stop();
} finally {
  if (values['data-dir'] === undefined) await rm(dataDir, { recursive: true, force: true });
}

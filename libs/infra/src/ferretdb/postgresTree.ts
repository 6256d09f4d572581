import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../cacheDir.ts';
import { runCommand } from '../process/runCommand.ts';

/** The release of Debian that packages PostgreSQL 18 with DocumentDB. */
const suite = 'forky';
const packages = 'postgresql-18,postgresql-18-documentdb';
const buildMs = 10 * 60_000;

/**
 * A folder with a small Debian in which PostgreSQL 18 and DocumentDB are installed, from the cache or made by
 * mmdebstrap, which needs root. The machine's own packages stay as they are.
 * @throws Error when it can't be made
 */
export async function postgresTree(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  const tree = join(cacheDir(env), 'postgresql-18-documentdb');
  const postgres = join(tree, 'usr/lib/postgresql/18/bin/postgres');
  if (
    await access(postgres).then(
      () => true,
      () => false,
    )
  )
    return tree;
  if (process.getuid?.() !== 0)
    throw new Error('PostgreSQL with DocumentDB is installed into a folder, which needs root');
  say(`installing PostgreSQL 18 and DocumentDB of Debian ${suite} into ${tree} (about a minute)`);
  const beside = `${tree}.${randomUUID()}`;
  await mkdir(cacheDir(env), { recursive: true });
  try {
    const validity = '--aptopt=Acquire::Check-Valid-Until "false"';
    const args = ['--variant=minbase', validity, `--include=${packages}`, suite, beside];
    await runCommand({ command: 'mmdebstrap', args, timeoutMs: buildMs, env, onLine: say });
    await rename(beside, tree);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return tree;
}

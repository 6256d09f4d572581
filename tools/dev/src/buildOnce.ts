import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type Say } from '@parley/infra';
import { hashFiles } from './hashFiles.ts';

export type Build = {
  /** What is built, in words. */
  readonly what: string;
  /** The folder that it comes to lie in, from the project's. */
  readonly out: string;
  /** Patterns of all files that it is made of. */
  readonly sources: readonly string[];
  /** Node's arguments that build it into a folder. */
  readonly args: (folder: string) => readonly string[];
};

const BUILD_MS = 120_000;

/** Builds something, unless what lies there was built from these very sources. */
export async function buildOnce(root: string, { what, out, sources, args }: Build, say: Say): Promise<void> {
  const hash = hashFiles(root, sources);
  const there = join(root, out);
  const stamp = join(there, '.sources');
  const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isThere()) return;
  say(`building ${what} (its sources are new or changed)`);
  const began = performance.now();
  // Beside it and then in one step: somebody may be reading the old one, and another start may be building too.
  const scratch = join(
    root,
    'node_modules',
    '.cache',
    'parley',
    `${out.replaceAll('/', '-')}-${process.pid}`,
  );
  const built = join(scratch, 'new');
  mkdirSync(scratch, { recursive: true });
  try {
    await runCommand({ command: process.execPath, args: [...args(built)], cwd: root, timeoutMs: BUILD_MS });
    writeFileSync(join(built, '.sources'), hash);
    if (!isThere()) {
      if (existsSync(there)) renameSync(there, join(scratch, 'old'));
      renameSync(built, there);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  say(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

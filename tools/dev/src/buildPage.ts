import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type Say } from '@parley/infra';
import { hashFiles } from './hashFiles.ts';

/** All that the page is made of. */
const SOURCES = [
  'apps/web/{index.html,vite.config.ts,package.json}',
  'apps/web/{src,public}/**/*',
  'libs/{client,conversation,protocol}/src/**/*',
  'package-lock.json',
];
const BUILD_MS = 120_000;

/** Builds the web page, unless the one that lies in `apps/web/dist` was built from these very sources. */
export async function buildPage(root: string, say: Say): Promise<void> {
  const hash = hashFiles(root, SOURCES);
  const page = join(root, 'apps', 'web', 'dist');
  const stamp = join(page, '.sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('building the page (its sources are new or changed)');
  const began = performance.now();
  // Beside it and then in one step: a web server may be reading the old one, and another start may be building too.
  const scratch = join(root, 'node_modules', '.cache', 'parley', `page-${process.pid}`);
  const built = join(scratch, 'new');
  mkdirSync(scratch, { recursive: true });
  try {
    const args = ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--outDir', built, '--emptyOutDir'];
    await runCommand({ command: process.execPath, args, cwd: root, timeoutMs: BUILD_MS });
    writeFileSync(join(built, '.sources'), hash);
    if (existsSync(page)) renameSync(page, join(scratch, 'old'));
    renameSync(built, page);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  say(`built in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/**
 * `npm run bench [-- name…]`: measures, prints tables and writes what was found into
 * docs/performance.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { performancePage, type Result } from './performancePage.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = resolve(ROOT, 'docs/performance.md');

const { positionals: names } = parseArgs({ allowPositionals: true });
const known = benches.map(({ name }) => name);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}: there are ${known.join(', ')}`);
  process.exit(1);
}
const results: Result[] = [];
for (const bench of benches) {
  if (names.length > 0 && !names.includes(bench.name)) continue;
  console.log(`${bench.title} …`);
  const figures = await bench.run();
  results.push({ bench, figures });
  console.table(figures);
}
const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
writeFileSync(PAGE, performancePage(benches, results, page));
execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', PAGE], { cwd: ROOT });
console.log('docs/performance.md is written');

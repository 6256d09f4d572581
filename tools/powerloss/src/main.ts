/**
 * `npm run powerloss [-- --seed N] [--runs N] [--messages N] [--moments N]`: tells what a loss of power costs, and
 * writes it into docs/reliability.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { losePower, type Loss } from './losePower.ts';
import { powerLossSection, type Result } from './powerLossSection.ts';
import { withSection } from './withSection.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = resolve(ROOT, 'docs/reliability.md');
const text = (value: string) => ({ type: 'string', default: value }) as const;

const { values } = parseArgs({
  options: { seed: text('1'), runs: text('5'), messages: text('1500'), moments: text('20') },
});
const number = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name}: must be a whole number above 0`);
  process.exit(2);
};
const [seed, runs, messages, moments] = [
  number('seed'),
  number('runs'),
  number('messages'),
  number('moments'),
];

const results: Result[] = [];
for (const syncInterval of ['always', undefined] as const) {
  const losses: Loss[] = [];
  for (let run = 0; run < runs; run++) {
    losses.push(...(await losePower({ syncInterval, messages, moments, seed: seed + run })));
  }
  console.log(`sync_interval ${syncInterval ?? 'by default'}:`);
  console.table(losses);
  results.push({ syncInterval, losses });
}
const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Reliability\n';
writeFileSync(PAGE, withSection(page, 'Power loss', powerLossSection({ seed, runs, messages }, results)));
execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', PAGE], { cwd: ROOT });
console.log('docs/reliability.md is written');

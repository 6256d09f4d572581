/** `npm run chaos`: kills, pauses and cuts off everything while clients talk, and checks that nothing got lost. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SERVERS, SERVICES } from '@parley/dev';
import type { Violation } from './checker/Violation.ts';
import { runControl } from './controls/runControl.ts';
import type { Flaw } from './controls/startFaultyGateway.ts';
import type { Fault } from './faults/Fault.ts';
import { killsOf } from './faults/planFaults.ts';
import { readArguments, USAGE, type Arguments } from './readArguments.ts';
import { reliabilityPage } from './reliabilityPage.ts';
import { runChaos } from './runChaos.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = resolve(ROOT, 'docs/reliability.md');
const FLAWS: readonly Flaw[] = ['acks early', 'forgets ids'];
const PAUSE_MS = 15_000;
const SHOWN = 20;

const args = argumentsOrExit();
const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
console.log(`everything is written below ${folder}`);
const controls = await runControls();
const result = await runChaos({ ...args, pauseMs: PAUSE_MS, folder: await folderFor('run'), isEnough, say });
const { violations } = result;
console.log(`${result.history.operations.length} operations, ${violations.length} violations`);
for (const { rule, what } of violations.slice(0, SHOWN)) console.log(`  ${rule}: ${what}`);
const page = reliabilityPage({ ...args, result, controls });
if (args.isShort) console.log(page);
else {
  await writeFile(PAGE, `${page}${await powerLossSection()}`);
  execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', PAGE], { cwd: ROOT });
  console.log('docs/reliability.md is written');
}
const unseen = [...controls].filter(([, found]) => found.length === 0).map(([flaw]) => flaw);
if (unseen.length > 0) console.log(`the checker didn't notice: ${unseen.join(', ')}`);
if (violations.length + unseen.length > 0) {
  console.log(`what happened is in ${folder}`);
  process.exitCode = 1;
} else await rm(folder, { recursive: true, force: true });

function argumentsOrExit(): Arguments {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}

/** What `npm run powerloss` has written into the page: it stays. */
async function powerLossSection(): Promise<string> {
  const page = await readFile(PAGE, 'utf8').catch(() => '');
  return /\n## Power loss\n[^]*?(?=\n## |$)/.exec(page)?.[0] ?? '';
}

function say(line: string): void {
  console.log(line);
}

async function folderFor(name: string): Promise<string> {
  const path = join(folder, name.replaceAll(' ', '-'));
  await mkdir(path);
  return path;
}

async function runControls(): Promise<ReadonlyMap<Flaw, readonly Violation[]>> {
  const found = new Map<Flaw, readonly Violation[]>();
  for (const flaw of FLAWS) {
    console.log(`control: a gateway that ${flaw}`);
    const { violations } = await runControl(flaw, { seed: args.seed, folder: await folderFor(flaw), say });
    console.log(`the checker found ${violations.length} violations`);
    found.set(flaw, violations);
  }
  return found;
}

/** Every service has been killed often enough, every server half as often; or the time is over. */
function isEnough(faults: readonly Fault[], elapsedMs: number): boolean {
  const { minutes, kills: wanted } = args;
  const kills = killsOf(faults);
  const counts = [...kills].map(([name, count]) => `${name} ${count}`).join(', ');
  console.log(`${Math.round(elapsedMs / 1000)} s: ${faults.length} faults; killed: ${counts}`);
  if (minutes !== undefined) return elapsedMs >= minutes * 60_000;
  const isKilled = (least: number) => (part: { readonly name: string }) =>
    (kills.get(part.name) ?? 0) >= least;
  return SERVICES.every(isKilled(wanted)) && SERVERS.every(isKilled(wanted / 2));
}

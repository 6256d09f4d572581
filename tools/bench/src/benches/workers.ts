import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { startMeasured } from '../measured/startMeasured.ts';
import { openMany } from '../openMany.ts';
import { openOnBus } from '../openOnBus.ts';
import { openTalk, type Talk } from '../openTalk.ts';
import { rounds } from '../rounds.ts';
import { startDemo } from '../startDemo.ts';
import { startWorkers } from '../startWorkers.ts';
import { median, shownSpread } from '../statistics.ts';
import { Stamps, type Script } from '../Streams.ts';
import { tokenOf } from '../tokenOf.ts';

const SESSIONS = 64;
const ROUNDS = 7;
const ROUND_MS = 3000;
const PROVIDER = join(import.meta.dirname, '../baselines/provider.ts');
/** Answers that a worker writes at once, each a second long. */
const SLOTS = 16;
const SECOND: Script = { chunks: 40, everyMs: 25 };

/** What was reached in a round. */
interface Reached {
  /** Answers for each second. */
  readonly rate: number;
  /** How much of the machine's cores was busy, from 0 to 1. */
  readonly busy: number;
}

/** CPU time of all cores since the machine's start, and how much of it they had nothing to do; in milliseconds. */
const coreTimes = (): { readonly all: number; readonly idle: number } => {
  const times = cpus().map(({ times }) => times);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return { all: sum(times.flatMap((each) => Object.values(each))), idle: sum(times.map(({ idle }) => idle)) };
};

/** What `work` comes to for each second, and how busy the machine is meanwhile. */
async function reach(work: () => Promise<number>): Promise<Reached> {
  const [began, before] = [performance.now(), coreTimes()];
  const done = await work();
  const after = coreTimes();
  return {
    rate: (done * 1000) / (performance.now() - began),
    busy: 1 - (after.idle - before.idle) / (after.all - before.all),
  };
}

/** A stack with so many workers, and clients that wait for their answer before they say more: answers of a round. */
async function openTalks(workers: number, cleanup: AsyncDisposableStack): Promise<() => Promise<number>> {
  const stack = cleanup.use(await startDemo({ 'llm-worker': workers }));
  const gateway = `ws://127.0.0.1:${stack.runFile('ws-gateway').port}/ws`;
  const talks = await openMany(SESSIONS, async (at) =>
    openTalk(gateway, await tokenOf(stack.url, `user ${at}`)),
  );
  cleanup.defer(() => talks.forEach((talk) => talk.close()));
  return async () => {
    const end = performance.now() + ROUND_MS;
    let answers = 0;
    const chat = async (talk: Talk) => {
      for (; performance.now() < end; answers++) await talk.say('/echo again');
    };
    await Promise.all(talks.map(chat));
    return answers;
  };
}

/** So many workers alone, and a provider that takes its time: answers of a round. */
async function openSlow(
  count: number,
  providerUrl: string,
  cleanup: AsyncDisposableStack,
): Promise<() => Promise<number>> {
  const workers = cleanup.use(await startWorkers(providerUrl, SLOTS));
  for (let n = 0; n < count; n++) {
    const worker = await workers.start();
    cleanup.defer(() => worker.stop());
  }
  const chats = await openMany(SESSIONS, () => openOnBus(workers.bus));
  return async () => {
    await Promise.all(chats.map((chat) => chat.answer(SECOND, new Stamps())));
    return SESSIONS;
  };
}

/** Rounds by turns, after one that doesn't count. */
async function compare(ours: () => Promise<number>, baseline: () => Promise<number>) {
  const things = { ours: () => reach(ours), baseline: () => reach(baseline) };
  await rounds(1, things);
  return rounds(ROUNDS, things);
}

const shownRate = (rounds: readonly Reached[]): string =>
  `${median(rounds.map(({ rate }) => rate)).toFixed(1)}/s`;
const shownBusy = (rounds: readonly Reached[]): string =>
  `${Math.round(100 * median(rounds.map(({ busy }) => busy)))} %`;

type Compared = Awaited<ReturnType<typeof compare>>;

const ratiosOf = ({ ours, baseline }: Compared): number[] =>
  ours.map(({ rate }, round) => rate / (baseline[round]?.rate ?? Number.NaN));

const figuresOf = (what: string, compared: Compared, goal?: Pick<Figure, 'goal' | 'reached'>): Figure[] => [
  {
    what: `${what}: 2 workers, against 1`,
    ours: shownRate(compared.ours),
    baseline: shownRate(compared.baseline),
    compared: shownSpread(ratiosOf(compared), '×'),
    ...goal,
  },
  {
    what: 'how much of both cores was busy',
    ours: shownBusy(compared.ours),
    baseline: shownBusy(compared.baseline),
    compared: '',
  },
];

async function talking(): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const one = await openTalks(1, cleanup);
  const two = await openTalks(2, cleanup);
  return figuresOf(`short answers of ${SESSIONS} sessions at once`, await compare(two, one));
}

async function writing(): Promise<Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const provider = cleanup.adopt(await startMeasured(PROVIDER), (it) => it.stop());
  const url = `http://127.0.0.1:${provider.port}`;
  const one = await openSlow(1, url, cleanup);
  const two = await openSlow(2, url, cleanup);
  const compared = await compare(two, one);
  const goal = { goal: '> 1 ×', reached: median(ratiosOf(compared)) > 1 };
  return figuresOf(`answers of a second, ${SLOTS} slots a worker`, compared, goal);
}

const run = async (): Promise<Figure[]> => [...(await writing()), ...(await talking())];

export const workers: Bench = {
  name: 'workers',
  title: 'Answers: throughput with a second worker',
  how: `Answers of a second: ${SESSIONS} sessions ask at once, a provider streams ${SECOND.chunks} tokens to each within ${(SECOND.chunks * SECOND.everyMs) / 1000} s, a worker has ${SLOTS} slots; workers, queue, database and provider alone. Short answers: ${SESSIONS} clients, each in a session of its own, send \`/echo\` and send again when the answer has ended, to all of Parley as \`npm start\` runs it, for ${ROUND_MS / 1000} s. Each with one worker and with two, by turns: ${ROUNDS} rounds.`,
  found:
    'What a worker can write at once is its slots: where the provider’s pace decides, as it does with models, two workers write twice as much. Where CPU time decides, two cores are the limit: with one worker already load, gateway, queue, database and worker keep both busy, and a second one has nothing left to use.',
  run,
};

import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { openMany } from '../openMany.ts';
import { openTalk, type Talk } from '../openTalk.ts';
import { rounds } from '../rounds.ts';
import { startDemo } from '../startDemo.ts';
import { median, shownSpread } from '../statistics.ts';
import { tokenOf } from '../tokenOf.ts';

const SESSIONS = 64;
const ROUNDS = 7;
const ROUND_MS = 3000;

/** A stack with so many workers, and clients that wait for their answer before they say more. */
async function open(workers: number) {
  const stack = await startDemo({ 'llm-worker': workers });
  const gateway = `ws://127.0.0.1:${stack.runFile('ws-gateway').port}/ws`;
  const talks = await openMany(SESSIONS, async (at) =>
    openTalk(gateway, await tokenOf(stack.url, `user ${at}`)),
  );
  return {
    /** Answers for each second. */
    async rate(): Promise<number> {
      const began = performance.now();
      let answers = 0;
      const chat = async (talk: Talk) => {
        for (; performance.now() < began + ROUND_MS; answers++) await talk.say('/echo again');
      };
      await Promise.all(talks.map(chat));
      return (answers * 1000) / (performance.now() - began);
    },
    async [Symbol.asyncDispose]() {
      for (const talk of talks) talk.close();
      await stack[Symbol.asyncDispose]();
    },
  };
}

const shown = (rates: readonly number[]): string => `${Math.round(median(rates))}/s`;

async function run(): Promise<Figure[]> {
  await using one = await open(1);
  await using two = await open(2);
  const things = { ours: () => two.rate(), baseline: () => one.rate() };
  await rounds(1, things);
  const { ours, baseline } = await rounds(ROUNDS, things);
  const ratios = ours.map((rate, round) => rate / (baseline[round] ?? Number.NaN));
  return [
    {
      what: `answers of ${SESSIONS} sessions at once: 2 workers, against 1`,
      ours: shown(ours),
      baseline: shown(baseline),
      compared: shownSpread(ratios, '×'),
      goal: '> 1 ×',
      reached: median(ratios) > 1,
    },
  ];
}

export const workers: Bench = {
  name: 'workers',
  title: 'Answers: throughput with a second worker',
  how: `${SESSIONS} clients, each in a session of its own, send \`/echo\` and send again when the answer has ended. Two stacks as \`npm start\` runs them, one with a second llm-worker, measured by turns: ${ROUNDS} rounds of ${ROUND_MS / 1000} s.`,
  found:
    'Load, gateway, queue, database and workers of both stacks share two cores, and the embedded database is one process with one thread, which every worker needs several times for each answer. On a machine that other programs keep busy (about 14 wanted a core at once in this run) the absolute figures are low, and a second worker also wins a larger share of the cores: that part of the ratio is the machine’s.',
  run,
};

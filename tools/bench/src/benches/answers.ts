import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { startMeasured, type Measured, type Usage } from '../measured/startMeasured.ts';
import { openMany } from '../openMany.ts';
import { openOnBus } from '../openOnBus.ts';
import { rounds } from '../rounds.ts';
import { startWorkers, type Workers } from '../startWorkers.ts';
import { median, shownSpread, shownTimes } from '../statistics.ts';
import { Stamps, type Script } from '../Streams.ts';
import { whileAllRun, type Stamped } from '../whileAllRun.ts';

const ANSWERS = 200;
const ROUNDS = 3;
/** Between the beginnings of two answers; the provider streams when all have begun. */
const APART_MS = 10;
const GOAL_MS = 1;
const GOAL_KIB = 64;
const BASELINES = join(import.meta.dirname, '../baselines');
/** 50 tokens a second, in bursts: after one, the coalescing (34 ms) has nothing in hand when the next one begins. */
const BURST = 10;
const SCRIPT: Script = { chunks: 500, everyMs: 200, burst: BURST, apartMs: 5, together: ANSWERS };
/** How long all run until memory is read. */
const MIDDLE_MS = 4000;

/** What reads the provider's streams: the worker, or the SDK alone. */
interface Subject {
  readonly process: Measured;
  /** Reads all answers at once; what was found of each grows in `all`, where it can be seen. */
  read(all: Stamps[]): Promise<readonly Stamped[]>;
}

/** What was found in a round. */
interface Round {
  readonly delays: number[];
  /** CPU time for each token, in microseconds. */
  readonly cpuUs: number;
  /** More than without a running answer, KiB for each, beyond its text. */
  readonly kept: number;
  readonly rss: number;
}

async function workerOf(workers: Workers): Promise<Subject> {
  const process = await workers.start();
  const chats = await openMany(2 * ANSWERS, () => openOnBus(workers.bus));
  return {
    process,
    async read(all) {
      const reading = chats.splice(0, ANSWERS).map(async (chat, at) => {
        await delay(at * APART_MS);
        const stamps = new Stamps();
        all.push(stamps);
        await chat.answer(SCRIPT, stamps);
        return stamps;
      });
      return Promise.all(reading);
    },
  };
}

async function sdkOf(providerUrl: string): Promise<Subject> {
  const process = await startMeasured(join(BASELINES, 'sdkLoop.ts'), { PROVIDER: providerUrl });
  const body = JSON.stringify({ answers: ANSWERS, apartMs: APART_MS, script: SCRIPT });
  return {
    process,
    async read() {
      const response = await fetch(`http://127.0.0.1:${process.port}`, { method: 'POST', body });
      return (await response.json()) as Stamped[];
    },
  };
}

/** The heap with what it holds outside of itself. */
const keptOf = ({ heapUsed, external }: Usage): number => heapUsed + external;

/** Waits until the provider streams all answers. */
async function allStream(providerUrl: string): Promise<void> {
  while (Number(await (await fetch(providerUrl)).text()) < ANSWERS) await delay(100);
}

/** One round of a process that was just started; it ends. */
async function measure(subject: Subject, providerUrl: string): Promise<Round> {
  const { process } = subject;
  const cpuBefore = await process.cpu();
  const answers = await subject.read([]);
  const cpuMs = (await process.cpu()) - cpuBefore;
  const before = await process.memory();
  const all: Stamps[] = [];
  const reading = subject.read(all);
  await allStream(providerUrl);
  await delay(MIDDLE_MS);
  const text = all.reduce((sum, { length }) => sum + length, 0);
  const middle = await process.memory();
  await reading;
  await process.stop();
  const each = (bytes: number): number => (bytes - text) / ANSWERS / 1024;
  return {
    delays: whileAllRun(answers, BURST),
    cpuUs: (cpuMs * 1000) / (ANSWERS * SCRIPT.chunks),
    kept: each(keptOf(middle) - keptOf(before)),
    rss: each(middle.rss - before.rss),
  };
}

const shownCpu = (taken: readonly Round[]): string =>
  `${median(taken.map(({ cpuUs }) => cpuUs)).toFixed(0)} µs`;
const shownKib = (taken: readonly Round[]): string =>
  `${median(taken.map(({ kept }) => kept)).toFixed(1)} KiB (resident ${median(taken.map(({ rss }) => rss)).toFixed(1)})`;

async function run(): Promise<Figure[]> {
  const provider = await startMeasured(join(BASELINES, 'provider.ts'));
  const providerUrl = `http://127.0.0.1:${provider.port}`;
  await using workers = await startWorkers(providerUrl, ANSWERS);
  const { ours, baseline } = await rounds(ROUNDS, {
    ours: async () => measure(await workerOf(workers), providerUrl),
    baseline: async () => measure(await sdkOf(providerUrl), providerUrl),
  });
  await provider.stop();

  const [delays, bare] = [ours, baseline].map((taken) => taken.map((round) => round.delays));
  const added = ours.map((round, at) => median(round.delays) - median(baseline[at]?.delays ?? []));
  const ratios = ours.map((round, at) => round.cpuUs / (baseline[at]?.cpuUs ?? Number.NaN));
  const larger = median(ours.map(({ kept, rss }) => Math.max(kept, rss)));
  return [
    {
      what: `provider chunk → frame on the queue, ${ANSWERS} answers at 50 tokens/s, p50`,
      ours: shownTimes(delays ?? []),
      baseline: shownTimes(bare ?? []),
      compared: `+${shownSpread(added, 'ms')}`,
      goal: `≤ +${GOAL_MS} ms`,
      reached: median(added) <= GOAL_MS,
    },
    {
      what: 'CPU time of the process for each token',
      ours: shownCpu(ours),
      baseline: shownCpu(baseline),
      compared: shownSpread(ratios, '×'),
    },
    {
      what: 'memory of a running answer, beyond its text',
      ours: shownKib(ours),
      baseline: shownKib(baseline),
      compared: `${larger.toFixed(1)} KiB`,
      goal: `≤ ${GOAL_KIB} KiB`,
      reached: larger <= GOAL_KIB,
    },
  ];
}

export const answers: Bench = {
  name: 'answers',
  title: 'Answers: 200 at once on one worker',
  how: `One llm-worker with the OpenAI provider on a real queue and the embedded database, against a process in which the official SDK only reads the same streams. When ${ANSWERS} calls are there, the provider streams each at 50 tokens a second: bursts of ${BURST} tokens ${SCRIPT.apartMs} ms apart, one each ${SCRIPT.everyMs} ms, the answers’ bursts spread evenly. Deltas of one answer are at least 34 ms apart on purpose: counted is the first token of each burst, before which nothing is held back, from when the provider writes it until a subscriber of the session’s frames has read it (of the SDK: until its loop has the chunk), while all ${ANSWERS} run, the first 3 s left out. CPU time includes the beginning and the end of the answers. Memory: heap and buffers, in brackets resident memory, after garbage collection, with ${ANSWERS} running answers less with none but ${ANSWERS} ended ones, divided by their number, less the text so far; judged by the larger. ${ROUNDS} rounds by turns, new processes for each.`,
  found:
    'What counts is how busy the two cores are, which worker, provider, queue, database and the subscriber share. A write to the queue for each frame took a third of the worker’s time while it streamed, and woke queue and subscriber as often: then +5.5 ms in the middle (1.6–6.3), 71.7 KiB, measured in the same hour. Since all that one turn of the event loop sends is one write, the busier a worker is, the fewer writes each frame takes. The largest part left (half of what is added, in a round with a checkpoint each 6 s) is the database’s: each answer is looked at and kept once a second. CPU time includes the beginning and the end of the answers: while they stream, a worker is busy for a little more than half of the time. The bare loop holds about 37 KiB as well (up to 6 KiB of that are its own figures): the worker adds about 23 KiB. It takes cores that have time left: on the same kind of machine at half its speed (the bare loop took 107 µs a token, the worker 170) both were full, and what was measured was the wait for them: +11.5 and +9.6 ms, 73.1 and 55.0 KiB.',
  run,
};

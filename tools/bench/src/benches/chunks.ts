import { join } from 'node:path';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { startMeasured } from '../measured/startMeasured.ts';
import { measureHop } from '../measureHop.ts';
import { openChat } from '../openChat.ts';
import { openMany } from '../openMany.ts';
import { openProxied } from '../openProxied.ts';
import { rounds } from '../rounds.ts';
import { startStack } from '../startStack.ts';
import { median, shownSpread, shownTimes } from '../statistics.ts';
import type { Script, Stream } from '../Streams.ts';
import { tokenOf } from '../tokenOf.ts';

const STREAMS = 50;
const ROUNDS = 7;
/** Between the beginnings of two streams: it is streaming that is measured, not how many begin at once. */
const APART_MS = 41;
const GOAL_MS = 0.3;
const GOAL_RATIO = 1;
const BASELINES = join(import.meta.dirname, '../baselines');
/** Further apart than the spacing of deltas (34 ms), so that each chunk goes out as it comes. */
const ONE: Script = { chunks: 40, everyMs: 101 };
const MANY: Script = { chunks: 120, everyMs: 50 };

/** Milliseconds that each chunk of all these streams was under way; the streams begin one after the other. */
async function delays(streams: readonly Stream[], script: Script): Promise<number[]> {
  const answers = streams.map(async (stream, at) => {
    await new Promise((resolve) => setTimeout(resolve, at * APART_MS));
    return stream.answer(script);
  });
  return (await Promise.all(answers)).flat();
}

/** Compares p50 of rounds: what ours takes more, and how many times as long. */
function compare(ours: number[][], baseline: number[][]) {
  const pairs = ours.map((taken, round) => [median(taken), median(baseline[round] ?? [])] as const);
  return {
    more: pairs.map(([ours, baseline]) => ours - baseline),
    ratios: pairs.map(([ours, baseline]) => ours / baseline),
    shown: { ours: shownTimes(ours), baseline: shownTimes(baseline) },
  };
}

async function run(): Promise<Figure[]> {
  const provider = await startMeasured(join(BASELINES, 'provider.ts'));
  const providerUrl = `http://127.0.0.1:${provider.port}`;
  const proxy = await startMeasured(join(BASELINES, 'sseProxy.ts'), { PROVIDER: providerUrl });
  await using stack = await startStack(providerUrl);
  const gateway = `ws://127.0.0.1:${stack.runFile('ws-gateway').port}/ws`;
  const chats = await openMany(STREAMS, async (at) =>
    openChat(gateway, await tokenOf(stack.url, `user ${at}`)),
  );
  const proxied = Array.from({ length: STREAMS }, () => openProxied(proxy.port));
  const byMany = { ours: () => delays(chats, MANY), baseline: () => delays(proxied, MANY) };
  const byOne = {
    ours: () => delays(chats.slice(0, 1), ONE),
    baseline: () => delays(proxied.slice(0, 1), ONE),
    hop: () => measureHop(stack.runFile('nats').url, ONE),
  };
  await rounds(1, byMany);
  const manyTaken = await rounds(ROUNDS, byMany);
  const oneTaken = await rounds(ROUNDS, byOne);
  for (const stream of [...chats, ...proxied]) stream.close();
  await Promise.all([proxy.stop(), provider.stop()]);

  const one = compare(oneTaken.ours, oneTaken.baseline);
  const many = compare(manyTaken.ours, manyTaken.baseline);
  return [
    {
      what: 'provider chunk → client, 1 stream, p50',
      ...one.shown,
      compared: `+${shownSpread(one.more, 'ms')}`,
      goal: `≤ +${GOAL_MS} ms`,
      reached: median(one.more) <= GOAL_MS,
    },
    {
      what: 'one hop through the bare queue (publish → subscriber), at the same pace',
      ours: '–',
      baseline: shownTimes(oneTaken.hop),
      compared: '–',
    },
    {
      what: `provider chunk → client, ${STREAMS} streams, p50`,
      ...many.shown,
      compared: shownSpread(many.ratios, '×'),
      goal: `≤ ${GOAL_RATIO.toFixed(1)} ×`,
      reached: median(many.ratios) <= GOAL_RATIO,
    },
  ];
}

export const chunks: Bench = {
  name: 'chunks',
  title: 'Answers: provider chunk → client',
  how: `A provider of our own streams chunks that say when they were sent; counted is the time until the client has read the delta that holds a chunk (of a plain Node proxy that pipes the provider’s stream through: the event). One stream with a chunk every ${ONE.everyMs} ms, and ${STREAMS} with one every ${MANY.everyMs} ms each, begun ${APART_MS} ms apart. Deltas of one answer are at least 34 ms apart: chunks that come faster would wait for that on purpose, and are no part of this. Everything as \`npm start\` runs it, the client straight at the gateway. ${ROUNDS} rounds by turns, medians.`,
  found:
    'A chunk wakes four processes one after the other (worker, queue, gateway, client), through the proxy two (proxy, client), and the bare queue’s hop alone (second row) takes more than the goal leaves. With 50 streams the worker is what counts: about 0.4 ms of CPU time a chunk (the gateway 0.11 ms, the proxy 0.08 ms); by its profile, roughly a quarter of that is the provider’s SDK, two fifths the database’s driver (leases, checkpoints, starts and ends). How much other programs want the same two cores decides the figure: runs on a quieter machine took 0.9 to 1.5 ms, three to five times the proxy’s p50, runs on a busier one 50 ms. Then the worker has to wait for a core, chunks queue before it, and are sent together.',
  run,
};

import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { fillSession } from '../fillSession.ts';
import { openStackStore } from '../openStackStore.ts';
import { openTalk } from '../openTalk.ts';
import { startDemo } from '../startDemo.ts';
import { median, shownSpread, shownTimes } from '../statistics.ts';
import { rounds } from '../rounds.ts';
import { tokenOf } from '../tokenOf.ts';

const SHORT = 10;
const LENGTHS = [100, 1000, 10_000];
const ROUNDS = 15;
/** Few, so that a session of 10 messages stays one. */
const EXCHANGES = 5;
const GOAL = 1.3;

/** Milliseconds of the exchanges of a round; the first one after a pause apart. */
interface Taken {
  readonly first: number;
  readonly others: readonly number[];
}

async function run(): Promise<Figure[]> {
  await using stack = await startDemo();
  const store = await openStackStore(stack);
  const gateway = `ws://127.0.0.1:${stack.runFile('ws-gateway').port}/ws`;
  const userOf = (length: number): string => `user of ${length}`;
  const fill = (length: number): Promise<string> => fillSession(store, userOf(length), length);

  async function exchanges(length: number, sessionId: string): Promise<Taken> {
    const talk = await openTalk(gateway, await tokenOf(stack.url, userOf(length)), sessionId);
    const taken: number[] = [];
    for (let n = 0; n <= EXCHANGES; n++) {
      const began = performance.now();
      await talk.say(`/echo ${n}`);
      taken.push(performance.now() - began);
    }
    talk.close();
    const [first = Number.NaN, ...others] = taken;
    return { first, others };
  }

  // The shortest are made anew for each round, or they wouldn't be short for long; so are those that nobody has in hand.
  const things: Record<string, () => Promise<Taken>> = {
    short: async () => exchanges(SHORT, await fill(SHORT)),
    fresh: async () => exchanges(1000, await fill(1000)),
  };
  for (const length of LENGTHS) {
    const sessionId = await fill(length);
    things[length] = () => exchanges(length, sessionId);
  }
  await rounds(2, things);
  const taken = await rounds(ROUNDS, things);
  await store.close();

  const figure = (what: string, name: string, timesOf: (round: Taken) => readonly number[]) => {
    const [ours, short] = [name, 'short'].map((one) =>
      (taken[one] ?? []).map((round) => [...timesOf(round)]),
    );
    if (!ours || !short) throw new Error(`nothing was measured of ${name}`);
    const ratios = ours.map((round, at) => median(round) / median(short[at] ?? []));
    const shown = { ours: shownTimes(ours), baseline: shownTimes(short), compared: shownSpread(ratios, '×') };
    return { what, ...shown, ratio: median(ratios) };
  };
  const flat = LENGTHS.map((length) => {
    const what = `send → ended, in a session of ${length.toLocaleString('en')} messages`;
    const { ratio, ...shown } = figure(what, String(length), ({ others }) => others);
    return { ...shown, goal: `≤ ${GOAL} ×`, reached: ratio <= GOAL };
  });
  const { ratio: _ratio, ...fresh } = figure(
    'the first one after a pause of a minute, in a session of 1,000 messages',
    'fresh',
    ({ first }) => [first],
  );
  return [...flat, fresh];
}

export const sessionLength: Bench = {
  name: 'length',
  title: 'Messages: cost in a long session',
  how: `From a client's \`message.send\` to its \`message.ended\`, answered by the demo model (\`/echo\`), in sessions that hold 100, 1,000 and 10,000 messages, against one that holds ${SHORT}; everything as \`npm start\` runs it. ${ROUNDS} rounds of ${EXCHANGES} exchanges by turns, the middle of the rounds’ ratios of p50.`,
  found:
    'A worker keeps the newest 500 entries of a session for a minute, opened, and reads only what changed since: before, each message of a long session cost the reading and opening of 500 entries, 2.0 × a short session’s. Who comes back later pays that once (last row), and no more however long the session is: the session’s document doesn’t grow with its messages. The spread is that of a machine that other programs keep busy.',
  run,
};

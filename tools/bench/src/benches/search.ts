import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '@parley/conversation';
import { startEmbeddedDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { rounds } from '../rounds.ts';
import { fillStore, ENTRIES, RARE, storeMessage } from '../searchedStore.ts';
import { median, shownSpread } from '../statistics.ts';

const ROUNDS = 3;
const MESSAGES = 20;
const PAGE = 20;
const USER = 'searcher';

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What a search without an index would do: opens every message of the user until a page is full. */
async function scan(store: Store, word: string): Promise<number> {
  let found = 0;
  for (let cursor: string | undefined; ;) {
    const page = await store.sessions.listByUser({ userId: USER, limit: 200, cursor });
    for (const { id } of page.items) {
      const { entries } = await store.entries.newest(id, 1000);
      if (entries.some(({ text }) => text.includes(word))) found++;
      if (found === PAGE) return found;
    }
    if (page.nextCursor === undefined) return found;
    cursor = page.nextCursor;
  }
}

async function indexed(store: Store, word: string): Promise<number> {
  const { items } = await store.search({ userId: USER, text: word, limit: PAGE });
  return items.length;
}

const ms = (times: readonly number[]): string => `${median(times).toFixed(2)} ms`;

async function searching(store: Store): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [what, word, expected] of [
    ['a word of one message, the oldest', RARE, 1],
    ['a word of no message', 'nowhere', 0],
    ['a word of half of the messages, a page of 20 sessions', 'half', PAGE],
  ] as const) {
    const checked = (search: typeof scan) => () =>
      timed(async () => {
        const found = await search(store, word);
        if (found !== expected) throw new Error(`${word}: found ${found}, not ${expected}`);
      });
    const measured = await rounds(ROUNDS, { ours: checked(indexed), baseline: checked(scan) });
    const ratios = measured.ours.map((time, round) => time / (measured.baseline[round] ?? Number.NaN));
    figures.push({
      what: `search ${ENTRIES.toLocaleString('en')} messages: ${what}`,
      ours: ms(measured.ours),
      baseline: ms(measured.baseline),
      compared: shownSpread(ratios, '×'),
    });
  }
  return figures;
}

async function storing(store: Store): Promise<Figure[]> {
  const id = randomUUID();
  await store.sessions.create(createSession(id, 'writer', 'demo', Date.now()));
  const figures: Figure[] = [];
  for (const words of [20, 500]) {
    const message = (status: 'complete' | 'superseded') => async () => {
      const times: number[] = [];
      for (let i = 0; i < MESSAGES; i++)
        times.push(await timed(() => storeMessage(store, id, words, status)));
      return median(times);
    };
    const measured = await rounds(ROUNDS, { ours: message('complete'), baseline: message('superseded') });
    const more = measured.ours.map((time, round) => time - (measured.baseline[round] ?? Number.NaN));
    figures.push({
      what: `store a message of ${words} words`,
      ours: ms(measured.ours),
      baseline: ms(measured.baseline),
      compared: `+${shownSpread(more, 'ms')}`,
    });
  }
  return figures;
}

async function run(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await startEmbeddedDatabase({ dataDir });
  const keys = createKeyRing([{ id: 'bench', key: randomBytes(32) }]);
  const log = createLogger({ service: 'bench', level: 'error' });
  const store = await openStore({ url: server.url, keys, log });
  await fillStore(store, USER);
  const figures = [...(await storing(store)), ...(await searching(store))];
  await store.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
  return figures;
}

export const search: Bench = {
  name: 'search',
  title: 'Search in encrypted messages',
  how: `Through the store, on the embedded database, with ${ENTRIES.toLocaleString('en')} messages of one user in 1,000 sessions. Storing: a message with its terms against the same one without (as a superseded one has none), from the load of its session to the end of the change, ${MESSAGES} a round. Searching: a page of ${PAGE} sessions, against opening one message after the other until the page is full. ${ROUNDS} rounds by turns, medians.`,
  found:
    'A term costs a hash and an entry in the index. A search asks for batches of sessions and opens only what has all terms: its cost grows with the sessions that it walks through, the scan’s with the messages.',
  run,
};

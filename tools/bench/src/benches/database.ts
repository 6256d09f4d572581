import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase, startFerretDb } from '@parley/infra';
import { MongoClient } from 'mongodb';
import type { Bench } from '../Bench.ts';
import { fillDatabase, operations, type Operation, type StoredEntry } from '../databaseOperations.ts';
import type { Figure } from '../Figure.ts';
import { rounds } from '../rounds.ts';
import { median, shownSpread } from '../statistics.ts';

const ROUNDS = 5;
const ROUND_MS = 1000;
const CLIENTS = [1, 8];
/** FerretDB’s PostgreSQL runs in a chroot, which only root may make. */
const ferretRuns = process.getuid?.() === 0;

type Start = typeof startEmbeddedDatabase | typeof startFerretDb;

async function open(start: Start) {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await start({ dataDir });
  const most = Math.max(...CLIENTS);
  const clients = await Promise.all(Array.from({ length: most }, () => MongoClient.connect(server.url)));
  const all = clients.map((client) => client.db('bench').collection<StoredEntry>('entries'));
  for (const first of all.slice(0, 1)) await fillDatabase(first);
  return {
    /** Operations for each second, of some clients at once. */
    async rate(operation: Operation, count: number): Promise<number> {
      const began = performance.now();
      let done = 0;
      const work = all.slice(0, count).map(async (entries) => {
        for (; performance.now() < began + ROUND_MS; done++) await operation(entries);
      });
      await Promise.all(work);
      return (done * 1000) / (performance.now() - began);
    },
    async close() {
      await Promise.all(clients.map((client) => client.close()));
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const shown = (rates: readonly number[]): string => `${Math.round(median(rates))}/s`;

async function run(): Promise<Figure[]> {
  const embedded = await open(startEmbeddedDatabase);
  const ferret = ferretRuns ? await open(startFerretDb) : undefined;
  const figures: Figure[] = [];
  for (const [name, operation] of Object.entries(operations)) {
    for (const count of CLIENTS) {
      const measured = await rounds(ROUNDS, {
        ours: () => embedded.rate(operation, count),
        baseline: async () => (ferret ? ferret.rate(operation, count) : Number.NaN),
      });
      const ratios = measured.ours.map((rate, round) => rate / (measured.baseline[round] ?? Number.NaN));
      figures.push({
        what: `${name}, ${count} client${count === 1 ? '' : 's'}`,
        ours: shown(measured.ours),
        baseline: ferret ? shown(measured.baseline) : '–',
        compared: ferret ? shownSpread(ratios, '×') : '–',
      });
    }
  }
  await embedded.close();
  await ferret?.close();
  return figures;
}

export const database: Bench = {
  name: 'database',
  title: 'The embedded database',
  how: `What the store does most, by the official driver, against FerretDB on PostgreSQL (started when root runs the bench). ${ROUNDS} rounds of ${ROUND_MS / 1000} s by turns.`,
  found:
    'The embedded database is for trying out and for tests, so nothing here is a goal; it must not be what holds them up.',
  run,
};

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import {
  createKeyRing,
  openStore,
  StoreUnavailable,
  type FleetFilter,
  type FleetOrder,
  type Store,
} from '@parley/store';
import type { Bench } from '../Bench.ts';
import type { Figure } from '../Figure.ts';
import { createdAt, fillFleet } from '../fleetStore.ts';
import { rounds } from '../rounds.ts';
import { median, quantile } from '../statistics.ts';

const [LARGE, SMALL] = [100_000, 1000];
const ROUNDS = 40;
/** Of what has no index. */
const FEW = 10;
const PAGE = 50;
const GOAL_MS = 50;

type Asked = FleetFilter & FleetOrder;
const desc = (sort: FleetOrder['sort'], filter: FleetFilter = {}): Asked => ({
  ...filter,
  sort,
  order: 'desc',
});

/** A day in the middle of so many sessions. */
const day = (sessions: number): FleetFilter => ({
  from: createdAt(Math.floor(sessions / 2)),
  to: createdAt(Math.floor(sessions / 2) + 1440),
});

/** What has an index: the goal is theirs. */
const INDEXED: Readonly<Record<string, (sessions: number) => Asked>> = {
  'all, by creation': () => desc('createdAt'),
  'all, by creation, oldest first': () => ({ sort: 'createdAt', order: 'asc' }),
  'all, by last activity': () => desc('lastActivityAt'),
  'all, by duration': () => desc('durationMs'),
  'all, by user': () => desc('userId'),
  'of a user (50), by creation': () => desc('createdAt', { userId: 'user 7' }),
  'of a user (50), by last activity': () => desc('lastActivityAt', { userId: 'user 7' }),
  'of a user (50), by duration': () => desc('durationMs', { userId: 'user 7' }),
  'of a day (1,440), by creation': (sessions) => desc('createdAt', day(sessions)),
  'active (2 %), by creation': () => desc('createdAt', { state: 'active' }),
  'active (2 %), by last activity': () => desc('lastActivityAt', { state: 'active' }),
  'ended (65 %), by last activity': () => desc('lastActivityAt', { state: 'ended' }),
  'waiting (0.2 %), by creation': () => desc('createdAt', { handling: 'requested' }),
  'waiting (0.2 %), by last activity': () => desc('lastActivityAt', { handling: 'requested' }),
  'assisted (5 %), by creation': () => desc('createdAt', { assisted: true }),
  'assisted (5 %), by last activity': () => desc('lastActivityAt', { assisted: true }),
  'of a model (20 %), by creation': () => desc('createdAt', { model: 'quick' }),
  'of a model (20 %), by last activity': () => desc('lastActivityAt', { model: 'quick' }),
};
/** What is read along another index. */
const OTHERS: Readonly<Record<string, (sessions: number) => Asked>> = {
  'active (2 %), by duration': () => desc('durationMs', { state: 'active' }),
  'waiting (0.2 %), by duration': () => desc('durationMs', { handling: 'requested' }),
  'ended (65 %), by duration': () => desc('durationMs', { state: 'ended' }),
  'assisted (5 %), by duration': () => desc('durationMs', { assisted: true }),
  'of a day, by last activity': (sessions) => desc('lastActivityAt', day(sessions)),
  'active, waiting and of a model, by creation': () =>
    desc('createdAt', { state: 'active', handling: 'requested', model: 'quick' }),
};

/** How long it takes; what takes longer than an operation may is refused, and counts until then. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work().catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
  });
  return performance.now() - began;
}

async function figure(
  what: string,
  [ours, baseline]: readonly [() => Promise<unknown>, () => Promise<unknown>],
  goal: boolean,
): Promise<Figure> {
  const measured = await rounds(goal ? ROUNDS : FEW, {
    ours: () => timed(ours),
    baseline: () => timed(baseline),
  });
  const p95 = quantile(measured.ours, 0.95);
  const shown = (times: readonly number[]): string =>
    `p50 ${median(times).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`;
  return {
    what,
    ours: shown(measured.ours),
    baseline: shown(measured.baseline),
    compared: `${p95.toFixed(2)} ms`,
    ...(goal && { goal: `≤ ${GOAL_MS} ms`, reached: p95 <= GOAL_MS }),
  };
}

async function measure(large: Store, small: Store): Promise<Figure[]> {
  const figures: Figure[] = [];
  const list = (asked: (sessions: number) => Asked) =>
    [
      () => large.fleet.list({ ...asked(LARGE), limit: PAGE }),
      () => small.fleet.list({ ...asked(SMALL), limit: PAGE }),
    ] as const;
  for (const [what, asked] of Object.entries(INDEXED)) figures.push(await figure(what, list(asked), true));
  for (const [what, asked] of Object.entries(OTHERS)) figures.push(await figure(what, list(asked), false));
  const now = [() => large.fleet.now(), () => small.fleet.now()] as const;
  figures.push(await figure('how many are active, wait and are held', now, false));
  return figures;
}

async function run(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const server = await startEmbeddedDatabase({ dataDir });
  const keys = createKeyRing([{ id: 'bench', key: randomBytes(32) }]);
  const log = createLogger({ service: 'bench', level: 'error' });
  const open = (dbName: string) => openStore({ url: server.url, dbName, keys, log });
  const [large, small] = [await open('large'), await open('small')];
  await fillFleet(large, LARGE);
  await fillFleet(small, SMALL);
  const figures = await measure(large, small);
  await Promise.all([large.close(), small.close()]);
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
  return figures;
}

export const fleet: Bench = {
  name: 'fleet',
  title: 'The list of all sessions',
  how: `A page of ${PAGE} of ${LARGE.toLocaleString('en')} sessions of 2,000 users, through the store on the embedded database, opened and decrypted, against the same page of ${SMALL.toLocaleString('en')} sessions; ${ROUNDS} rounds by turns (${FEW} of the rows without a goal), the p95 is compared. The rows without a goal have no index of their own.`,
  found:
    'With an index a page costs the same however many sessions there are: most of it is the reading and opening of 50 sessions. Without one the list is read along the index of its order, or of its rarest filter, until a page is full: what is rare and spread over all costs the reading of all. Each index is paid by the changes that move a session in it, so only orders that a console shows have one. A day in another order than that of creation is the worst: the embedded database reads all sessions in that order (MongoDB’s planner would choose by trying). On a machine that other programs keep busy the p95 of 1,000 sessions lies as high as that of 100,000: what is above the goal then is the machine’s, and p50 tells more.',
  run,
};

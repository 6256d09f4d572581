import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Entry, SessionState } from '@parley/conversation';
import { hourOf, QUANTILE_ERROR, type Store } from '@parley/store';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import type { Counted } from '../src/metrics/Counted.ts';
import type { Metrics } from '../src/metrics/metricsOf.ts';
import type { Times } from '../src/metrics/timesOf.ts';
import { anyHistory, playHistory, type Played } from './support/history.ts';
import { anyCalls, type Entered, enterCalls, expectCost, recounted } from './support/ledger.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

type Consumed = Pick<Metrics, 'tokens' | 'costUsd'>;

let admin: RunningAdmin;
let dying: Store;
let diesAt = Infinity;
let passed = 0;
beforeAll(async () => {
  admin = await startAdmin();
  dying = await admin.openStore(() => {
    if (passed++ === diesAt) throw new Error('died');
  });
});
afterAll(async () => {
  await dying?.close();
  await admin?.stop();
});
const arm = (at: number): void => {
  [diesAt, passed] = [at, 0];
};

const DAY_MS = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();
/** Each run has days of its own. */
let began = Date.UTC(2001, 0, 1);

interface Timeline extends Played {
  readonly state: SessionState;
  readonly entries: readonly Entry[];
}

async function readTimeline(played: Played): Promise<Timeline> {
  const loaded = await admin.store.sessions.load(played.id);
  if (!loaded) throw new Error('it was made');
  const { entries } = await admin.store.entries.newest(played.id, 1000);
  return { ...played, state: loaded.state, entries };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** The time of the nearest rank, from the times themselves. */
function percentile(times: readonly number[], p: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(sorted.length * p)) - 1] ?? 0;
}

function expectTimes(told: Times, times: readonly number[]): void {
  expect(told.count).toBe(times.length);
  expect(told.maxMs).toBe(Math.max(0, ...times));
  expect(told.avgMs).toBeCloseTo(times.length === 0 ? 0 : sum(times) / times.length, 6);
  for (const [name, p] of [
    ['p50Ms', 0.5],
    ['p90Ms', 0.9],
    ['p95Ms', 0.95],
    ['p99Ms', 0.99],
  ] as const) {
    const exact = percentile(times, p);
    expect(Math.abs(told[name] - exact)).toBeLessThanOrEqual(exact * (QUANTILE_ERROR + 1e-9));
  }
}

/** Counted one by one, from entries of some sessions. */
function expectCounted(told: Counted, entries: readonly Entry[], ends: ReadonlyMap<string, string>): void {
  for (const sender of ['user', 'assistant', 'admin', 'system'] as const)
    expect(told.messages[sender]).toBe(entries.filter((entry) => entry.sender === sender).length);
  const ended = entries.filter(
    ({ sender, responseMs }) => sender === 'assistant' && responseMs !== undefined,
  );
  expect(told.answers.count).toBe(ended.length);
  for (const status of ['complete', 'stopped', 'failed', 'interrupted'] as const)
    expect(told.answers[status]).toBe(ended.filter(({ id }) => ends.get(id) === status).length);
  expectTimes(
    told.responseTimes,
    ended.map(({ responseMs = 0 }) => responseMs),
  );
}

/** Tokens and cost, from the ledger's entries; costs are rounded to a billionth for each call. */
function expectConsumed({ tokens, costUsd }: Consumed, calls: readonly Entered[]): void {
  const exact = recounted(calls);
  expect(tokens).toEqual({
    input: exact.inputTokens,
    output: exact.outputTokens,
    total: exact.totalTokens,
    cached: exact.cachedTokens,
    reasoning: exact.reasoningTokens,
  });
  expectCost(costUsd, calls);
}

describe('GET /admin/api/metrics', () => {
  test('[P58] [P62] equal what is recomputed from the raw timelines, whatever happened and wherever it crashed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyHistory, { maxLength: 4 }), anyCalls, async (histories, made) => {
        began += 10 * DAY_MS;
        const calls = await enterCalls(admin.store, made, began);
        const timelines: Timeline[] = [];
        for (const history of histories) {
          const played = await playHistory(history, began, { store: admin.store, dying, arm });
          timelines.push(await readTimeline(played));
        }
        const range = `from=${iso(began)}&to=${iso(began + 9 * DAY_MS)}`;
        const metrics = await admin.json<Metrics>(`/admin/api/metrics?${range}`);
        const entries = timelines.flatMap((each) => each.entries);
        const ends = new Map(timelines.flatMap((each) => [...each.ends]));
        expectCounted(metrics, entries, ends);
        expectConsumed(metrics, calls);
        expect(metrics.sessions.count).toBe(timelines.length);
        const durations = timelines.map(({ state }) => state.lastActivityAt - state.createdAt);
        expectTimes(metrics.sessions.durations, durations);

        const hours = new Set([
          ...entries.map(({ createdAt }) => hourOf(createdAt)),
          ...timelines.map(({ state }) => hourOf(state.createdAt)),
          ...calls.map(({ begun }) => hourOf(begun.startedAt)),
        ]);
        expect(metrics.byHour.map(({ hour }) => hour)).toEqual([...hours].sort((a, b) => a - b).map(iso));
        for (const told of metrics.byHour) {
          const isThen = ({ createdAt }: { createdAt: number }) => iso(hourOf(createdAt)) === told.hour;
          expectCounted(told, entries.filter(isThen), ends);
          expectConsumed(
            told,
            calls.filter(({ begun }) => isThen({ createdAt: begun.startedAt })),
          );
          expect(told.sessions).toBe(timelines.filter(({ state }) => isThen(state)).length);
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  test('[P58] a time that ends before it begins, or is too long, is refused by name', async () => {
    for (const path of [
      '/admin/api/metrics?from=2026-01-02&to=2026-01-01',
      '/admin/api/metrics?from=2026-01-01&to=2026-05-01',
    ]) {
      const response = await admin.get(path);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_field' } });
    }
  });

  test('[P58] the models are known by the answers that they gave', async () => {
    const { items } = await admin.json<{ items: object[] }>('/admin/api/providers');
    expect(items).toEqual([
      expect.objectContaining({
        id: 'demo',
        provider: 'demo',
        available: true,
        last: { at: expect.any(String), status: expect.any(String) },
      }),
    ]);
  });

  test('[P58] a model that no worker can call is not available, with the reason, as long as that is so', async () => {
    const worker = randomUUID();
    const reason = 'THE_KEY is not set';
    const state = async () =>
      (await admin.json<{ items: { available: boolean; reason?: string }[] }>('/admin/api/providers'))
        .items[0];
    admin.bus.publishFleetModels({ worker, models: [{ id: 'demo', available: false, reason }] });
    expect(await eventually('it is told', async () => (await state())?.reason)).toBe(reason);
    expect((await state())?.available).toBe(false);
    admin.bus.publishFleetModels({ worker, models: [{ id: 'demo', available: true }] });
    await eventually('it is there again', async () => (await state())?.available);
    expect(await state()).not.toHaveProperty('reason');
  });
});

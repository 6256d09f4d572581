import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { BegunCall, EndedCall, Store } from '@parley/store';
import * as fc from 'fast-check';

const DAY_MS = 86_400_000;

/** Any call of a model within nine days, and how it ended, if it did. */
const anyCall = fc.record({
  userId: fc.constantFrom('anna', 'ben', 'zoë'),
  model: fc.constantFrom('demo', 'quick', 'löcal/7b'),
  purpose: fc.constantFrom('answer', 'title', 'draft'),
  afterMs: fc.nat(9 * DAY_MS - 1),
  isPriced: fc.boolean(),
  end: fc.option(
    fc.record({
      outcome: fc.constantFrom('complete', 'stopped', 'interrupted', 'failed'),
      inputTokens: fc.nat(5000),
      outputTokens: fc.nat(5000),
      estimated: fc.boolean(),
    }),
  ),
  parts: fc.tuple(fc.nat(100), fc.nat(100)),
});
/** Few enough calls that they meet. */
export const anyCalls = fc.array(anyCall, { maxLength: 8 });
type AnyCall = typeof anyCall extends fc.Arbitrary<infer C> ? C : never;

/** A call as a test knows it, counted by hand. */
export interface Entered {
  readonly begun: BegunCall;
  readonly end?: EndedCall;
  readonly costUsd: number;
}

/** Dollars for a million tokens. */
const PRICE = { input: 0.15, output: 0.6, cached: 0.075 };

/** Enters calls into the ledger, as if they began from a moment on. */
export async function enterCalls(
  store: Pick<Store, 'calls'>,
  calls: readonly AnyCall[],
  began: number,
): Promise<Entered[]> {
  return Promise.all(
    calls.map(async ({ afterMs, isPriced, end: ended, parts: [cached, thought], ...what }) => {
      const startedAt = began + afterMs;
      const price = isPriced ? { price: PRICE } : {};
      const about = { id: randomUUID(), sessionId: randomUUID(), tried: 1, provider: 'openai' };
      const begun: BegunCall = { ...about, ...what, ...price, startedAt };
      await store.calls.begin(begun);
      if (!ended) return { begun, costUsd: 0 };
      const { inputTokens, outputTokens } = ended;
      const cachedTokens = Math.floor((inputTokens * cached) / 100);
      const reasoningTokens = Math.floor((outputTokens * thought) / 100);
      const end: EndedCall = { ...ended, cachedTokens, reasoningTokens, endedAt: startedAt + 1 };
      await store.calls.end(begun, end);
      const dollars = (inputTokens - cachedTokens) * 0.15 + cachedTokens * 0.075 + outputTokens * 0.6;
      return { begun, end, costUsd: isPriced ? dollars / 1e6 : 0 };
    }),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** What these calls took, added up one by one. */
export function recounted(calls: readonly Entered[]) {
  const each = (read: (end: EndedCall) => number | undefined) =>
    sum(calls.map(({ end }) => (end && read(end)) ?? 0));
  const inputTokens = each((end) => end.inputTokens);
  const outputTokens = each((end) => end.outputTokens);
  return {
    calls: calls.length,
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    cachedTokens: each((end) => end.cachedTokens),
    reasoningTokens: each((end) => end.reasoningTokens),
    costUsd: sum(calls.map(({ costUsd }) => costUsd)),
  };
}

/** Costs are rounded to a billionth of a dollar for each call. */
export const expectCost = (costUsd: number, calls: readonly Entered[]): void =>
  expect(Math.abs(costUsd - recounted(calls).costUsd)).toBeLessThanOrEqual(1e-9 * (calls.length + 1));

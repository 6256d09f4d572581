import type { Usage } from '@parley/protocol';
import type { BegunCall, EndedCall } from '../../src/index.ts';

/** A call as a test knows it: with its first end, if it had one. */
export interface KnownCall {
  readonly begun: BegunCall;
  readonly end?: EndedCall | undefined;
}

/** In billionths of a dollar, rounded for each call. */
function nanosOf({ begun: { price }, end }: KnownCall): number | undefined {
  if (!price || !end) return undefined;
  const { inputTokens, cachedTokens = 0, outputTokens } = end;
  const { input, output, cached = input } = price;
  return Math.round(
    ((inputTokens - cachedTokens) * input + cachedTokens * cached + outputTokens * output) * 1000,
  );
}

/** What these calls used, added up one by one. */
export function recount(calls: readonly KnownCall[]): Usage {
  const sums = { inputTokens: 0, outputTokens: 0, totalTokens: 0, cachedTokens: 0, reasoningTokens: 0 };
  let nanos: number | undefined;
  for (const call of calls) {
    const { inputTokens = 0, outputTokens = 0, cachedTokens = 0, reasoningTokens = 0 } = call.end ?? {};
    sums.inputTokens += inputTokens;
    sums.outputTokens += outputTokens;
    sums.totalTokens += inputTokens + outputTokens;
    sums.cachedTokens += cachedTokens;
    sums.reasoningTokens += reasoningTokens;
    const cost = nanosOf(call);
    if (cost !== undefined) nanos = (nanos ?? 0) + cost;
  }
  const { cachedTokens, reasoningTokens, ...always } = sums;
  return {
    ...always,
    ...(cachedTokens > 0 && { cachedTokens }),
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(nanos !== undefined && { costUsd: nanos / 1e9 }),
  };
}

/** Their sums by what they have in common, by rising key. */
export function recountBy(
  calls: readonly KnownCall[],
  keyOf: (call: BegunCall) => string | undefined,
): { key: string; calls: number; usage: Usage }[] {
  const groups = new Map<string, KnownCall[]>();
  for (const call of calls) {
    const key = keyOf(call.begun);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups]
    .map(([key, some]) => ({ key, calls: some.length, usage: recount(some) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

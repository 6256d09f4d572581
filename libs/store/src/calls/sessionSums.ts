import type { Collection } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import { BoundedCache } from '../keys/BoundedCache.ts';
import type { CallDocument } from './CallDocument.ts';
import type { Summed } from './sumUp.ts';

/** Entries that began that long before the newest one have all been written: clocks differ by less. In milliseconds. */
export const LATE_MS = 2 * 60_000;
/** How long an entry without an end may still get one, in milliseconds. */
const OPEN_MS = 24 * 3_600_000;
const KEPT = { maxEntries: 10_000, maxAgeMs: 10 * 60_000 };

/** Of no calls. */
export const NONE: Summed = {
  _id: null,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  costNanos: 0,
  dearest: null,
};

/** The sums, with one more call. */
export const withCall = (sums: Summed, call: CallDocument): Summed => ({
  ...sums,
  calls: sums.calls + 1,
  inputTokens: sums.inputTokens + (call.inputTokens ?? 0),
  outputTokens: sums.outputTokens + (call.outputTokens ?? 0),
  cachedTokens: sums.cachedTokens + (call.cachedTokens ?? 0),
  reasoningTokens: sums.reasoningTokens + (call.reasoningTokens ?? 0),
  costNanos: sums.costNanos + (call.costNanos ?? 0),
  dearest: call.costNanos === undefined ? sums.dearest : Math.max(sums.dearest ?? 0, call.costNanos),
});

/** What is known of a session's calls that ended and began before `edge`, and which of these haven't ended. */
interface Settled {
  readonly edge: number;
  readonly sums: Summed;
  readonly open: readonly string[];
}

/** The sums over a session, and its newest calls: all that began at `since` (milliseconds since 1970) or later. */
interface SessionSums {
  readonly sums: Summed;
  readonly since: number;
  readonly newest: readonly CallDocument[];
}

/**
 * Sums up the ledger over single sessions, again and again: what can't change any more is read once, so that it costs the
 * same however long a session is. Each process keeps its own; none is needed for the sum.
 */
export function sessionSums(calls: Collection<CallDocument>): (sessionId: string) => Promise<SessionSums> {
  const kept = new BoundedCache<Settled>(KEPT, () => performance.now());
  return async (sessionId) => {
    const { edge, sums, open } = kept.get(sessionId) ?? { edge: 0, sums: NONE, open: [] };
    const found = await atDatabase('sum up calls', async () => [
      ...(open.length > 0 ? await calls.find({ _id: { $in: [...open] } }).toArray() : []),
      ...(await calls.find({ sessionId, startedAt: { $gte: new Date(edge) } }).toArray()),
    ]);
    const newest = found.reduce((latest, { startedAt }) => Math.max(latest, startedAt.getTime()), edge);
    const next = Math.max(edge, newest - LATE_MS);
    const old = found.filter(({ startedAt }) => startedAt.getTime() < next);
    const stillOpen = old.filter(
      ({ outcome, startedAt }) => outcome === 'unknown' && newest - startedAt.getTime() < OPEN_MS,
    );
    kept.set(sessionId, {
      edge: next,
      sums: old.filter((call) => !stillOpen.includes(call)).reduce(withCall, sums),
      open: stillOpen.map(({ _id }) => _id),
    });
    return { sums: found.reduce(withCall, sums), since: edge, newest: found };
  };
}

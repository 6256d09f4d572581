import type { SeenCall } from '../../provider/SeenCall.ts';
import type { History, LedgerEntry, StoredSession } from '../History.ts';
import type { Violation } from '../Violation.ts';

const found = (what: string): Violation => ({ rule: 'ledger', what });

/** Each call that the provider saw before the ledger was read has exactly one entry. */
function ofSeen({ seen, ledger }: History): Violation[] {
  const entries = Map.groupBy(ledger.entries, ({ id }) => id);
  const calls = Map.groupBy(seen, ({ id }) => id);
  const twice = [...calls].filter(([, same]) => same.length > 1);
  return [
    ...twice.map(([id, { length }]) => found(`${length} calls came under the id ${JSON.stringify(id)}`)),
    ...seen
      .filter(({ id, seenAt }) => seenAt < ledger.readAt && entries.get(id)?.length !== 1)
      .map(({ id }) => found(`the call ${JSON.stringify(id)} has ${entries.get(id)?.length ?? 0} entries`)),
  ];
}

/** What can be wrong with an entry for a provider that says which calls it saw. */
function wrongWith(entry: LedgerEntry, call: SeenCall | undefined): string | undefined {
  if (!call) {
    if (entry.outcome === 'complete') return 'is complete, and the provider saw no such call';
    // One that was broken off on its way may count as sent: nobody knows how far it came.
    const isWrong = entry.outputTokens > 0 || (entry.outcome === 'failed' && entry.inputTokens > 0);
    return isWrong ? 'has tokens of a call that the provider never saw' : undefined;
  }
  if (entry.outcome === 'complete' && call.end !== 'complete')
    return `is complete, and the provider saw it ${call.end ?? 'go on'}`;
  if (entry.outcome === 'unknown' && entry.inputTokens + entry.outputTokens > 0)
    return 'has tokens, and no end';
  return undefined;
}

/** An entry says no more than happened; one that no call followed says that it is unknown, or failed before. */
function ofEntries({ seen, ledger, recordedModel }: History): Violation[] {
  const calls = new Map(seen.map((call) => [call.id, call]));
  return ledger.entries
    .filter(({ model }) => model === recordedModel)
    .flatMap((entry) => {
      const wrong = wrongWith(entry, calls.get(entry.id));
      return wrong === undefined ? [] : [found(`the entry ${entry.id} ${wrong}`)];
    });
}

const sumOf = (entries: readonly LedgerEntry[], kind: 'inputTokens' | 'outputTokens'): number =>
  entries.reduce((sum, entry) => sum + entry[kind], 0);

/** When the call ended with which an answer of these calls ended last; 0: none did. */
function lastAnswerAt(entries: readonly LedgerEntry[]): number {
  const ofAnswers = Map.groupBy(
    entries.filter(({ messageId }) => messageId !== undefined),
    ({ messageId }) => messageId,
  );
  const last = [...ofAnswers.values()].map((calls) =>
    calls.reduce((a, b) => (b.startedAt > a.startedAt ? b : a)),
  );
  return Math.max(0, ...last.map(({ endedAt = 0 }) => endedAt));
}

/**
 * A session says the sum of its entries, as it was when it last changed: of calls that ended after its last answer did
 * (a title, or an old attempt that woke up late) their worker may have died before it told the session.
 */
function ofSession({ session }: StoredSession, entries: readonly LedgerEntry[]): Violation[] {
  const last = lastAnswerAt(entries);
  const told = entries.filter(({ endedAt = Infinity }) => endedAt <= last);
  return (['inputTokens', 'outputTokens'] as const).flatMap((kind) => {
    const [least, most, says] = [sumOf(told, kind), sumOf(entries, kind), session.usage[kind]];
    if (says >= least && says <= most) return [];
    const sums = least === most ? `${most}` : `${least} to ${most}`;
    return [found(`session ${session.id} says ${says} ${kind}, and its entries have ${sums}`)];
  });
}

function ofSessions({ sessions, ledger }: History): Violation[] {
  const bySession = Map.groupBy(ledger.entries, ({ sessionId }) => sessionId);
  return sessions.flatMap((stored) => ofSession(stored, bySession.get(stored.session.id) ?? []));
}

/** Each call is in the ledger once, and all that is told of tokens are sums of it. */
export const checkLedger = (history: History): Violation[] => [
  ...ofSeen(history),
  ...ofEntries(history),
  ...ofSessions(history),
];

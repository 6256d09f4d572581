import type { Usage } from '@parley/protocol';
import type { History, LedgerEntry } from '../../src/checker/History.ts';
import type { SeenCall } from '../../src/provider/SeenCall.ts';
import type { Breach } from './violate.ts';

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];

/** Puts others in the place of one entry of a call that the provider saw. */
const inLedger =
  (which: (entry: LedgerEntry) => boolean, change: (entry: LedgerEntry) => LedgerEntry[]) =>
  (history: History, at: number): History | undefined => {
    const { ledger, recordedModel } = history;
    const old = pick(
      ledger.entries.filter((entry) => entry.model === recordedModel && which(entry)),
      at,
    );
    if (!old) return undefined;
    const entries = ledger.entries.flatMap((entry) => (entry === old ? change(old) : [entry]));
    return { ...history, ledger: { ...ledger, entries } };
  };

const isComplete = ({ outcome }: LedgerEntry): boolean => outcome === 'complete';

/** Puts others in the place of one complete call as the provider saw it. */
const inSeen =
  (change: (call: SeenCall) => SeenCall[]) =>
  (history: History, at: number): History | undefined => {
    const old = pick(
      history.seen.filter(({ end }) => end === 'complete'),
      at,
    );
    return old && { ...history, seen: history.seen.flatMap((call) => (call === old ? change(old) : [call])) };
  };

const inUsage =
  (change: (usage: Usage) => Partial<Usage>) =>
  (history: History, at: number): History | undefined => {
    const old = pick(history.sessions, at);
    if (!old) return undefined;
    const { usage } = old.session;
    const session = { ...old.session, usage: { ...usage, ...change(usage) } };
    return {
      ...history,
      sessions: history.sessions.map((each) => (each === old ? { ...old, session } : each)),
    };
  };

/** Ways in which the ledger can be wrong. */
export const LEDGER_BREACHES: readonly Breach[] = [
  { rule: 'ledger', what: 'a call has no entry', breach: inLedger(isComplete, () => []) },
  { rule: 'ledger', what: 'a call has two entries', breach: inLedger(isComplete, (entry) => [entry, entry]) },
  { rule: 'ledger', what: 'a call came without its id', breach: inSeen((call) => [{ ...call, id: '' }]) },
  { rule: 'ledger', what: 'two calls came under one id', breach: inSeen((call) => [call, call]) },
  { rule: 'ledger', what: 'an entry is complete, and no call came', breach: inSeen(() => []) },
  {
    rule: 'ledger',
    what: 'an entry is complete, and its call was broken off',
    breach: inSeen((call) => [{ ...call, end: 'aborted' }]),
  },
  {
    rule: 'ledger',
    what: 'an entry that is unknown has tokens',
    breach: inLedger(isComplete, (entry) => [{ ...entry, outcome: 'unknown' }]),
  },
  {
    rule: 'ledger',
    what: 'an entry that failed before its call has tokens',
    breach(history, at) {
      const failed = inLedger(isComplete, (entry) => [{ ...entry, outcome: 'failed' }]);
      return failed({ ...history, seen: [] }, at);
    },
  },
  {
    rule: 'ledger',
    what: 'an entry that failed before its call has what it would have sent',
    breach(history, at) {
      const failed = inLedger(isComplete, (entry) => [{ ...entry, outcome: 'failed', outputTokens: 0 }]);
      return failed({ ...history, seen: [] }, at);
    },
  },
  {
    rule: 'ledger',
    what: 'a session says more than was used',
    breach: inUsage(({ inputTokens }) => ({ inputTokens: inputTokens + 22 })),
  },
  {
    rule: 'ledger',
    what: 'a session says less than its answers took',
    breach: inUsage(({ outputTokens }) => ({ outputTokens: outputTokens - 8 })),
  },
];

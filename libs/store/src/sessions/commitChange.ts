import type { DataKey } from '../crypto/createDataKey.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { toEntryDocument } from '../documents/EntryDocument.ts';
import { outcomeKey } from '../documents/OutcomeDocument.ts';
import { toSessionDocument, type Pending } from '../documents/SessionDocument.ts';
import { markOf } from '../outcomes/markOf.ts';
import { settle } from '../pending/settle.ts';
import { talliesOf } from '../tallies/talliesOf.ts';
import type { Loaded, StoredChange } from './Loaded.ts';

function pendingOf({ state, version, left }: Loaded, change: StoredChange, key: DataKey, at: Date): Pending {
  const { session, superseded, outcome } = change;
  const entries = change.entries.map((entry) => toEntryDocument(entry, key));
  const anew = new Set(entries.map(({ _id }) => _id));
  const kept = outcome && {
    _id: outcomeKey(session.id, outcome.commandId),
    outcome: outcome.outcome,
    ...(outcome.sent !== undefined && { mark: markOf(outcome.sent, key) }),
    at,
  };
  const tallies = [...(left?.tallies ?? []), ...talliesOf(state, change, version + 1)];
  return {
    entries: [...(left?.entries ?? []).filter(({ _id }) => !anew.has(_id)), ...entries],
    ...(superseded?.length && { superseded }),
    outcomes: kept ? [kept] : [],
    ...(tallies.length > 0 && { tallies }),
  };
}

/**
 * Stores a change in one step, provided that nobody changed the session since it was loaded; `undefined`: somebody did,
 * load it and decide again. When it throws, the change may have been stored or not: load it and see.
 */
export async function commitChange(
  context: StoreContext,
  loaded: Loaded,
  change: StoredChange,
): Promise<Loaded | undefined> {
  const { sessions, keys, faults, now } = context;
  const { state, version, dataKey } = loaded;
  const { session } = change;
  if (session.id !== state.id || change.entries.some(({ sessionId }) => sessionId !== state.id)) {
    throw new TypeError('change: must be one of the session that was loaded');
  }
  const key = await keys.of({ userId: state.userId, dataKey });
  const changedAt = new Date(now());
  const kept = { version: version + 1, changedAt, pending: pendingOf(loaded, change, key, changedAt) };
  const { _id, ...document } = toSessionDocument(session, kept, key);
  await faults('session.commit');
  const written = await atDatabase('change session', () => sessions.replaceOne({ _id, version }, document));
  if (written.matchedCount === 0) return undefined;
  await faults('session.committed');
  const next = { state: session, version: kept.version, dataKey };
  const { superseded = [], outcomes } = kept.pending;
  if (change.leavesEntries && superseded.length + outcomes.length === 0)
    return { ...next, left: kept.pending };
  await settle(context, { _id, ...kept });
  return next;
}

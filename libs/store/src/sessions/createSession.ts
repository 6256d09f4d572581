import type { SessionState } from '@parley/conversation';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { toSessionDocument } from '../documents/SessionDocument.ts';
import type { Loaded } from './Loaded.ts';

/** Erasures of the user that may come in between. */
const TRIES = 5;

/** Stores a new session under the user's data key; `undefined`: its id is taken. */
export async function createSession(
  { sessions, keys, now, faults }: StoreContext,
  state: SessionState,
): Promise<Loaded | undefined> {
  for (let tried = 1; tried <= TRIES; tried++) {
    const key = await keys.ofUser(state.userId);
    const kept = { version: 1, changedAt: new Date(now()), pending: { entries: [], outcomes: [] } };
    const document = toSessionDocument(state, kept, key);
    await faults('session.create');
    try {
      await atDatabase('create session', () => sessions.insertOne(document));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return undefined;
    }
    await faults('session.created');
    // The user may have been erased meanwhile: what is sealed with a destroyed key could never be opened.
    if (await keys.isKept(state.userId, key.id)) return { state, version: kept.version, dataKey: key.id };
    await atDatabase('take back session', () => sessions.deleteOne({ _id: state.id, dataKey: key.id }));
  }
  throw new StoreUnavailable('create session', new Error(`the user was erased ${TRIES} times meanwhile`));
}

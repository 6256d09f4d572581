import type { SessionState } from '@parley/conversation';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { fromSessionDocument, toSessionDocument } from '../documents/SessionDocument.ts';
import { settle } from '../pending/settle.ts';
import { changeSession, type Decide } from './changeSession.ts';
import { commitChange } from './commitChange.ts';
import { listSessions } from './listSessions.ts';
import type { Loaded, StoredChange } from './Loaded.ts';

/** The sessions; each is one document, and changed only as a whole. */
export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(context: StoreContext) {
  const { sessions, keys, now, faults } = context;

  /** Reads a session, and first copies what is pending in it. `undefined`: there is none. */
  async function load(id: string): Promise<Loaded | undefined> {
    const document = await atDatabase('load session', () => sessions.findOne({ _id: id }));
    if (!document) return undefined;
    await faults('session.loaded');
    await settle(context, document);
    return { state: fromSessionDocument(document, keys), version: document.version };
  }

  /** Stores a new session, unless its id is taken: then `loaded` is what is there, whoever's it is. */
  async function create(
    state: SessionState,
  ): Promise<{ readonly created: boolean; readonly loaded: Loaded }> {
    const kept = { version: 1, changedAt: new Date(now()), pending: { entries: [], outcomes: [] } };
    const document = toSessionDocument(state, kept, keys);
    await faults('session.create');
    try {
      await atDatabase('create session', () => sessions.insertOne(document));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const loaded = await load(state.id);
      if (loaded) return { created: false, loaded };
      throw new StoreUnavailable('create session', error);
    }
    await faults('session.created');
    return { created: true, loaded: { state, version: kept.version } };
  }

  const commit = (loaded: Loaded, change: StoredChange): Promise<Loaded | undefined> =>
    commitChange(context, loaded, change);

  return {
    load,
    create,
    commit,
    /** Load, decide, commit, again until nobody came in between: see `changeSession`. */
    change: <T>(id: string, decide: Decide<T>) => changeSession({ load, commit }, id, decide),
    ...listSessions(context),
  };
}

import type { SessionState } from '@parley/conversation';
import { unopened } from '../crypto/unopened.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { fromSessionDocument } from '../documents/SessionDocument.ts';
import { settle } from '../pending/settle.ts';
import { removeSession } from '../removal/removeSession.ts';
import { changeSession, type Decide } from './changeSession.ts';
import { commitChange } from './commitChange.ts';
import { createSession } from './createSession.ts';
import { listSessions } from './listSessions.ts';
import type { Loaded, StoredChange } from './Loaded.ts';
import { peopleSessions } from './peopleSessions.ts';
import { quietSessions } from './quietSessions.ts';

/** The sessions; each is one document, and changed only as a whole. */
export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(context: StoreContext) {
  const { sessions, keys, faults } = context;

  /**
   * Reads a session, and first copies what is pending in it. `undefined`: there is none.
   * @throws SealedDataError when it can't be opened
   */
  async function load(id: string): Promise<Loaded | undefined> {
    const document = await atDatabase('load session', () => sessions.findOne({ _id: id }));
    if (!document) return undefined;
    await faults('session.loaded');
    await settle(context, document);
    const { version, dataKey } = document;
    return { state: fromSessionDocument(document, await keys.of(document)), version, dataKey };
  }

  /**
   * Reads a session of which nothing is to be opened, so that it works without its key, too: every text in it is empty.
   * `undefined`: there is none.
   */
  async function withoutTexts(id: string): Promise<SessionState | undefined> {
    const document = await atDatabase('load session', () => sessions.findOne({ _id: id }));
    return document ? fromSessionDocument(document, unopened) : undefined;
  }

  /** Stores a new session, unless its id is taken: then `loaded` is what is there, whoever's it is. */
  async function create(
    state: SessionState,
  ): Promise<{ readonly created: boolean; readonly loaded: Loaded }> {
    const created = await createSession(context, state);
    if (created) return { created: true, loaded: created };
    const loaded = await load(state.id);
    if (loaded) return { created: false, loaded };
    throw new StoreUnavailable('create session', new Error('it was there, and is gone'));
  }

  const commit = (loaded: Loaded, change: StoredChange): Promise<Loaded | undefined> =>
    commitChange(context, loaded, change);

  return {
    load,
    withoutTexts,
    create,
    commit,
    /** Load, decide, commit, again until nobody came in between: see `changeSession`. */
    change: <T>(id: string, decide: Decide<T>, known?: Loaded) =>
      changeSession({ load, commit }, id, decide, known),
    ...listSessions(context),
    ...quietSessions(context),
    ...peopleSessions(context),
    /** Removes a session with all that belongs to it, whether it is there or not; nothing of it can change any more. */
    remove: (id: string) => removeSession(context, id),
  };
}

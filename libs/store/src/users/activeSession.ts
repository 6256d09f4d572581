import type { UpdateFilter } from 'mongodb';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import type { UserDocument } from '../documents/UserDocument.ts';

/** Which of a user's sessions is the active one. */
export interface Choice {
  /** `undefined`: none. */
  readonly sessionId: string | undefined;
  /** Milliseconds since 1970; 0 when there never was one. */
  readonly chosenAt: number;
  /** Of the choice: another one may be made on condition that this is still the last. */
  readonly version: number;
}

const NONE: Choice = { sessionId: undefined, chosenAt: 0, version: 0 };
/** A first choice that others are faster with is made again, as a further one. */
const TRIES = 3;

/** Which of a user's sessions is active: the user's document is the one point of order for that. */
export function activeSession({ users, faults }: StoreContext) {
  /** Writes a choice; `false`: somebody chose in between. */
  async function write(
    filter: { readonly _id: string; readonly version?: number },
    change: UpdateFilter<UserDocument>,
    upsert: boolean,
  ): Promise<boolean> {
    await faults('user.choose');
    try {
      const written = await users.updateOne(filter, change, { upsert });
      await faults('user.chosen');
      return written.matchedCount + written.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  const chosen = (sessionId: string, at: number): UpdateFilter<UserDocument> => ({
    $set: { active: sessionId, chosenAt: new Date(at) },
    $inc: { version: 1 },
  });

  return {
    /** The user's active session, as chosen last. */
    async active(userId: string): Promise<Choice> {
      const found = await atDatabase('read active session', () => users.findOne({ _id: userId }));
      if (!found) return NONE;
      const { active: sessionId, chosenAt, version } = found;
      return { sessionId, chosenAt: chosenAt.getTime(), version };
    },

    /**
     * Makes a session the user's active one; with `expected`, only if that is still the last choice. It needn't exist
     * yet. `at`: milliseconds since 1970.
     * @returns false when somebody chose in between
     */
    async activate(userId: string, sessionId: string, at: number, expected?: Choice): Promise<boolean> {
      const filter = { _id: userId, ...(expected && { version: expected.version }) };
      const isFirst = expected === undefined || expected.version === 0;
      for (let tried = 1; ; tried++) {
        const done = await atDatabase('choose active session', () =>
          write(filter, chosen(sessionId, at), isFirst),
        );
        if (done || expected) return done;
        if (tried === TRIES)
          throw new StoreUnavailable('choose active session', new Error('lost every race'));
      }
    },

    /** Leaves the user without an active session, unless somebody chose since `expected`. */
    deactivate(userId: string, { version }: Choice): Promise<boolean> {
      const none = { $unset: { active: '' as const }, $inc: { version: 1 } };
      return atDatabase('choose no active session', () => write({ _id: userId, version }, none, false));
    },
  };
}

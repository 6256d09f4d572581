import type { SessionState } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromSessionDocument, type ListedSession } from '../documents/SessionDocument.ts';
import type { SessionCursor } from './SessionCursor.ts';
import { walkSessions } from './walkSessions.ts';

export interface ListQuery {
  readonly userId: string;
  /** Only those that are put away, or only those that aren't; both when left out. */
  readonly archived?: boolean | undefined;
  /** Sessions of one page: 1–200. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

/** A page of sessions, without those that can't be opened; `nextCursor` is there when more follow. */
export interface SessionPage {
  readonly items: readonly SessionState[];
  readonly nextCursor?: string;
}

const MAX_LIMIT = 200;
/** A user has one active session, and a few more only while several are being opened at once. */
const MAX_ACTIVE = 100;
/** Sessions that one user uses within the time of one walk through the list. */
const MAX_RECENT = 1000;
const NEWEST_FIRST = { lastActivityAt: -1, _id: 1 } as const;
const WITHOUT_PENDING = { projection: { pending: 0 } };
const ONLY_ID = { projection: { _id: 1 } };

/** Those behind a place. The range is there for the index, the alternatives for sessions of the same moment. */
function behind({ lastActivityAt, id }: SessionCursor) {
  const at = new Date(lastActivityAt);
  return {
    lastActivityAt: { $lte: at },
    $or: [{ lastActivityAt: { $lt: at } }, { lastActivityAt: at, _id: { $gt: id } }],
  };
}

/** A document with its place in the list, which it has whether it can be opened or not. */
const placed = (document: ListedSession) => ({
  id: document._id,
  lastActivityAt: document.lastActivityAt.getTime(),
  createdAt: document.createdAt.getTime(),
  document,
});

/** Lists of sessions. */
export function listSessions({ sessions, keys, unreadable }: StoreContext) {
  /** The sessions in documents; those that can't be opened are told and left out. */
  async function open(documents: readonly ListedSession[]): Promise<SessionState[]> {
    const keyOf = await keys.ofAll(documents);
    return documents.flatMap((document) => {
      try {
        return [fromSessionDocument(document, keyOf(document))];
      } catch (error) {
        if (!(error instanceof SealedDataError)) throw error;
        unreadable(error);
        return [];
      }
    });
  }

  return {
    /** The ids of the user's active sessions, newest activity first. */
    async activeOf(userId: string): Promise<string[]> {
      const found = sessions.find({ userId, state: 'active' }, ONLY_ID).sort({ lastActivityAt: -1 });
      const documents = await atDatabase('find active sessions', () => found.limit(MAX_ACTIVE).toArray());
      return documents.map(({ _id }) => _id);
    },

    /**
     * A user's sessions, newest activity first, those of the same moment by id. Pages neither skip nor repeat, whatever
     * is used while they are read: see `walkSessions`.
     * @throws ParleyError `validation` when no page gave the cursor
     */
    async listByUser({ userId, archived, limit, cursor }: ListQuery): Promise<SessionPage> {
      checkLimit(limit, MAX_LIMIT);
      const own = { userId, ...(archived !== undefined && { archived }) };
      const read = async (filter: object, most: number) => {
        const found = sessions
          .find({ ...own, ...filter }, WITHOUT_PENDING)
          .sort(NEWEST_FIRST)
          .limit(most);
        return (await atDatabase('list sessions', () => found.toArray())).map(placed);
      };
      const reader = {
        behind: (place: SessionCursor | undefined, most: number) => read(place ? behind(place) : {}, most),
        activeSince: (since: number) => read({ lastActivityAt: { $gte: new Date(since) } }, MAX_RECENT),
      };
      const { items, ...more } = await walkSessions(reader, limit, cursor);
      return { items: await open(items.map(({ document }) => document)), ...more };
    },

    /** Sessions with an answer being written or waited for whose last change was before `beforeMs`, oldest first. */
    async stuck(beforeMs: number, limit: number): Promise<SessionState[]> {
      checkLimit(limit, MAX_LIMIT);
      const filter = { unanswered: true, changedAt: { $lt: new Date(beforeMs) } };
      const found = sessions.find(filter, WITHOUT_PENDING).sort({ changedAt: 1 }).limit(limit);
      return await open(await atDatabase('find stuck sessions', () => found.toArray()));
    },
  };
}

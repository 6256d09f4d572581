import type { SessionState } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromSessionDocument, type ListedSession } from '../documents/SessionDocument.ts';
import { readSessionCursor, writeSessionCursor } from './SessionCursor.ts';

export interface ListQuery {
  readonly userId: string;
  /** Sessions of one page: 1–200. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

/** A page of sessions; `nextCursor` is there when more follow. */
export interface SessionPage {
  readonly items: readonly SessionState[];
  readonly nextCursor?: string;
}

const MAX_LIMIT = 200;
/** A user has one active session, and a few more only while several are being opened at once. */
const MAX_ACTIVE = 100;
const NEWEST_FIRST = { lastActivityAt: -1, _id: 1 } as const;
const WITHOUT_PENDING = { projection: { pending: 0 } };

/** Those behind a cursor. The range is there for the index, the alternatives for sessions of the same moment. */
function behind(cursor: string) {
  const { lastActivityAt, id } = readSessionCursor(cursor);
  const at = new Date(lastActivityAt);
  return {
    lastActivityAt: { $lte: at },
    $or: [{ lastActivityAt: { $lt: at } }, { lastActivityAt: at, _id: { $gt: id } }],
  };
}

/** Lists of sessions. */
export function listSessions({ sessions, keys }: StoreContext) {
  const open = (documents: ListedSession[]): SessionState[] =>
    documents.map((document) => fromSessionDocument(document, keys));
  return {
    /** The user's active sessions, newest activity first. */
    async activeOf(userId: string): Promise<SessionState[]> {
      const found = sessions.find({ userId, state: 'active' }, WITHOUT_PENDING).sort({ lastActivityAt: -1 });
      return open(await atDatabase('find active sessions', () => found.limit(MAX_ACTIVE).toArray()));
    },

    /**
     * A user's sessions, newest activity first, those of the same moment by id. Pages neither skip nor repeat; one that
     * becomes active while they are read moves to the first page.
     * @throws ParleyError `validation` when no page gave the cursor
     */
    async listByUser({ userId, limit, cursor }: ListQuery): Promise<SessionPage> {
      checkLimit(limit, MAX_LIMIT);
      const filter = { userId, ...(cursor !== undefined && behind(cursor)) };
      const found = sessions
        .find(filter, WITHOUT_PENDING)
        .sort(NEWEST_FIRST)
        .limit(limit + 1);
      const read = open(await atDatabase('list sessions', () => found.toArray()));
      const items = read.slice(0, limit);
      const last = items.at(-1);
      return read.length > limit && last ? { items, nextCursor: writeSessionCursor(last) } : { items };
    },

    /** Sessions with an answer being written or waited for whose last change was before `beforeMs`, oldest first. */
    async stuck(beforeMs: number, limit: number): Promise<SessionState[]> {
      checkLimit(limit, MAX_LIMIT);
      const filter = { unanswered: true, changedAt: { $lt: new Date(beforeMs) } };
      const found = sessions.find(filter, WITHOUT_PENDING).sort({ changedAt: 1 }).limit(limit);
      return open(await atDatabase('find stuck sessions', () => found.toArray()));
    },
  };
}

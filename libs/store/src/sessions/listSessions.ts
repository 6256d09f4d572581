import type { SessionState } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ListedSession } from '../documents/SessionDocument.ts';
import { type Listed, listReader } from './listReader.ts';
import { openListed, UNLISTED } from './openListed.ts';
import { walkSessions } from './walkSessions.ts';

export interface ListQuery extends Listed {
  /** Sessions of one page: 1–200. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** Nothing may be left out: fails when a session can't be opened. */
  readonly whole?: boolean;
}

/** A page of sessions, without those that can't be opened unless it must be whole; `nextCursor` is there when more follow. */
export interface SessionPage {
  readonly items: readonly SessionState[];
  readonly nextCursor?: string;
}

const MAX_LIMIT = 200;
/** A user has one active session, and a few more only while several are being opened at once. */
const MAX_ACTIVE = 100;
const ONLY_ID = { projection: { _id: 1 } };

/** Lists of sessions. */
export function listSessions(context: StoreContext) {
  const { sessions } = context;

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
     * @throws ParleyError `validation` when no page gave the cursor; SealedDataError when it must be `whole` and isn't
     */
    async listByUser({ userId, archived, limit, cursor, whole = false }: ListQuery): Promise<SessionPage> {
      checkLimit(limit, MAX_LIMIT);
      const reader = listReader<ListedSession>(context, { userId, archived }, UNLISTED);
      const { items, ...more } = await walkSessions(reader, limit, cursor);
      const documents = items.map(({ document }) => document);
      return { items: await openListed(context, documents, whole), ...more };
    },

    /** Sessions with an answer being written or waited for whose last change was before `beforeMs`, oldest first. */
    async stuck(beforeMs: number, limit: number): Promise<SessionState[]> {
      checkLimit(limit, MAX_LIMIT);
      const filter = { unanswered: true, changedAt: { $lt: new Date(beforeMs) } };
      const found = sessions.find(filter, { projection: UNLISTED }).sort({ changedAt: 1 }).limit(limit);
      return await openListed(context, await atDatabase('find stuck sessions', () => found.toArray()));
    },
  };
}

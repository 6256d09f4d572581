import type { Filter } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import type { SessionOf } from './quietSessions.ts';

/** A session that waits for a human, as the queue needs it. */
export interface WaitingForHelp extends SessionOf {
  readonly state: 'requested' | 'acknowledged';
  /** Milliseconds since 1970. */
  readonly requestedAt: number;
}

/** Longest queue that places are told of. */
const MOST_WAITING = 1_000;
/** Sessions of one look; the next one finds the rest. */
const AT_ONCE = 1_000;

/** Sessions that a human has, or that wait for one, as sweeps and the queue look for them. */
export function peopleSessions({ sessions }: StoreContext) {
  async function find(filter: Filter<SessionDocument>, by: string): Promise<SessionOf[]> {
    const found = sessions
      .find(filter, { projection: { _id: 1, userId: 1 } })
      .sort({ [by]: 1 })
      .limit(AT_ONCE);
    const documents = await atDatabase('find sessions with people', () => found.toArray());
    return documents.map(({ _id, userId }) => ({ id: _id, userId }));
  }

  return {
    /** The queue: sessions that wait for a human, the longest wait first; the first 1,000. */
    async waitingForHelp(): Promise<WaitingForHelp[]> {
      const projection = { _id: 1, userId: 1, 'help.requestedAt': 1, 'help.state': 1 } as const;
      const found = sessions
        .find({ handling: 'requested' }, { projection })
        .sort({ 'help.requestedAt': 1, _id: 1 })
        .limit(MOST_WAITING);
      const documents = await atDatabase('find who waits for help', () => found.toArray());
      return documents.flatMap(({ _id, userId, help }) =>
        help ? [{ id: _id, userId, state: help.state, requestedAt: help.requestedAt.getTime() }] : [],
      );
    },

    /** Sessions whose hold counts until some time before `before`, the earliest first. */
    holdsUntil: (before: number) => find({ holdUntil: { $lt: before } }, 'holdUntil'),

    /** Sessions that this admin holds. */
    heldBy: (adminId: string) => find({ 'admin.id': adminId }, '_id'),

    /** Sessions of which a round of the escalation is due at `now`, the most overdue first. */
    roundsDue: (now: number) => find({ 'help.nextRoundAt': { $lte: new Date(now) } }, 'help.nextRoundAt'),

    /** How long the last `limit` calls waited that a human answered, in milliseconds, the latest first. */
    async recentWaits(limit: number): Promise<number[]> {
      const found = sessions
        .find({ 'lastWait.at': { $gt: 0 } }, { projection: { 'lastWait.waitMs': 1 } })
        .sort({ 'lastWait.at': -1 })
        .limit(limit);
      const documents = await atDatabase('read recent waits', () => found.toArray());
      return documents.flatMap(({ lastWait }) => (lastWait ? [lastWait.waitMs] : []));
    },
  };
}

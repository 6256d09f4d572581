import type { Filter } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';

/** Which session it is, and whose. */
export interface SessionOf {
  readonly id: string;
  readonly userId: string;
}

const ONLY_USER = { _id: 1, userId: 1 } as const;

/** Sessions in which nothing happens, as sweeps look for them. Times are milliseconds since 1970. */
export function quietSessions({ sessions }: StoreContext) {
  /** Reads as it goes: any number of sessions, a few at a time. */
  async function* find(filter: Filter<SessionDocument>): AsyncGenerator<SessionOf> {
    const cursor = sessions.find(filter, { projection: ONLY_USER });
    try {
      for (;;) {
        const next = await atDatabase('find quiet sessions', () => cursor.next());
        if (!next) return;
        yield { id: next._id, userId: next.userId };
      }
    } finally {
      await cursor.close();
    }
  }

  return {
    /** Active sessions in which nothing happened since `before`, and nobody was known to have them open. */
    activeButQuiet: (before: number) => find({ state: 'active', quietSince: { $lt: new Date(before) } }),
    /** Active sessions that somebody was known to have open, until some time before `before`. */
    presentUntil: (before: number) => find({ state: 'active', presentUntil: { $lt: before } }),
    /** Sessions that aren't active, and weren't since `before`; none that a human has or was called into. */
    unused: (before: number) =>
      find({ state: { $in: ['idle', 'ended'] }, handling: 'ai', quietSince: { $lt: new Date(before) } }),
  };
}

import type { SessionState } from '@parley/conversation';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ListedSession } from '../documents/SessionDocument.ts';
import { openListed, UNLISTED } from '../sessions/openListed.ts';
import type { SessionPage } from '../sessions/listSessions.ts';
import { fleetMark, readFleetCursor, writeFleetCursor, type FleetWalk } from './FleetCursor.ts';
import type { FleetOrder, FleetQuery } from './FleetQuery.ts';
import { tallied } from './tallied.ts';
import { walkFleet } from './walkFleet.ts';

/** How many sessions are in which state now. */
export interface FleetNow {
  readonly active: number;
  /** Their users called for a human. */
  readonly waiting: number;
  /** An admin has them. */
  readonly held: number;
}

/** Everybody's sessions, as admins see them. */
export type Fleet = ReturnType<typeof createFleet>;

const MAX_LIMIT = 200;
const MAX_LIVE = 1000;
const WITH_PEOPLE = { handling: { $in: ['requested', 'human'] as ('requested' | 'human')[] } };

export function createFleet(context: StoreContext) {
  const { sessions } = context;

  const newest = (filter: object, limit: number): Promise<ListedSession[]> => {
    const found = sessions.find<ListedSession>(filter, { projection: UNLISTED });
    const some = found.sort({ lastActivityAt: -1, _id: 1 }).limit(limit);
    return atDatabase('list live sessions', () => some.toArray());
  };

  return {
    /**
     * Some of all sessions. Pages neither skip nor repeat: by creation and by user whatever happens meanwhile, by
     * activity and by duration for the first 700 sessions of a walk; in a longer one what moves from then on is left to
     * the walk's beginning.
     * @throws ParleyError `validation` when no page in this order gave the cursor
     */
    async list({ limit, cursor, ...query }: FleetQuery): Promise<SessionPage> {
      checkLimit(limit, MAX_LIMIT);
      const before = cursor === undefined ? undefined : readFleetCursor(query, cursor);
      const { documents, walk } = await walkFleet(context, query, before, limit, fleetMark);
      const items = await openListed(context, documents);
      return { items, ...(walk && { nextCursor: writeFleetCursor(query, walk) }) };
    },

    /** All of them in this order, each once, whatever happens meanwhile. */
    async *all(query: FleetOrder): AsyncGenerator<SessionState> {
      let before: FleetWalk | undefined;
      do {
        const { documents, walk } = await walkFleet(context, query, before, MAX_LIMIT, (id) => id);
        yield* await openListed(context, documents);
        before = walk;
      } while (before);
    },

    /** How many sessions are in which state now. */
    now: (): Promise<FleetNow> =>
      atDatabase('count sessions', async () => ({
        active: await sessions.countDocuments({ state: 'active' }),
        waiting: await sessions.countDocuments({ handling: 'requested' }),
        held: await sessions.countDocuments({ handling: 'human' }),
      })),

    /** The sessions that people are in or wait in, then the active ones, newest activity first; `limit` (1–1000) at most. */
    async live(limit: number): Promise<SessionState[]> {
      checkLimit(limit, MAX_LIVE);
      const found = [
        ...(await newest(WITH_PEOPLE, limit)),
        ...(await newest({ state: 'active', handling: 'ai' }, limit)),
      ];
      return openListed(context, found.slice(0, limit));
    },

    ...tallied(context),
  };
}

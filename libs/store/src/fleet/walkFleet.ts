import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ListedSession, SessionDocument } from '../documents/SessionDocument.ts';
import { UNLISTED } from '../sessions/openListed.ts';
import { isMoving, type FleetWalk } from './FleetCursor.ts';
import { behind, isUpTo, placeOf, type FleetPlace } from './FleetPlace.ts';
import { toFilter, type FleetOrder } from './FleetQuery.ts';

/** Some sessions in their order; `walk` is there when more follow. */
export interface Step {
  readonly documents: readonly ListedSession[];
  readonly walk?: FleetWalk;
}

/** Clocks of two machines may be that far apart, in milliseconds. */
const SKEW_MS = 60_000;
/** Sessions that may change within the time of one walk. */
const MOST_CHANGED = 5000;

/**
 * The next sessions of a walk through all of them: whatever was there when it began, and matches, comes once. In an order
 * that what happens to a session changes, one that came before is known by its mark, and one that moved to where the walk
 * has been, before it came, comes at the head of what is next. `mark`: what stands for a session in the walk's memory.
 */
export async function walkFleet(
  context: StoreContext,
  query: FleetOrder,
  walk: FleetWalk | undefined,
  limit: number,
  mark: (id: string) => string,
): Promise<Step> {
  const { sort, order } = query;
  const direction = order === 'desc' ? -1 : 1;
  const began = new Date((walk?.beganAt ?? 0) - SKEW_MS);
  const isShown = ({ _id, changedAt }: ListedSession): boolean =>
    walk !== undefined && changedAt >= began && walk.shown.has(mark(_id));

  async function read(place: FleetPlace | undefined, most: number): Promise<ListedSession[]> {
    const filter = { $and: [...(place ? [behind(query, place)] : []), toFilter(query)] };
    const found = context.sessions
      .find<ListedSession>(filter, { projection: UNLISTED })
      .sort({ [sort]: direction, _id: -direction as 1 | -1 })
      .limit(most);
    return atDatabase('list all sessions', () => found.toArray());
  }

  /** The next ones that haven't come, one more than a page has. */
  async function following(): Promise<ListedSession[]> {
    const next: ListedSession[] = [];
    for (let place = walk?.place; ;) {
      const most = limit + 1 - next.length;
      const found = await read(place, most);
      next.push(...found.filter((session) => !isShown(session)));
      const last = found.at(-1);
      if (last) place = placeOf(last, sort);
      if (found.length < most || next.length > limit) return next;
    }
  }

  const next = await following();
  // Behind them in time: what moves from there to the front meanwhile is seen twice, not missed.
  const moved = walk?.remembersAll ? await movedUnseen(context, query, walk, next, mark) : [];
  const documents = [...moved, ...next].slice(0, limit);
  const last = next[limit - moved.length - 1];
  const place = last ? placeOf(last, sort) : walk?.place;
  if (moved.length + next.length <= limit || !place) return { documents };
  const shown = new Set(walk?.shown);
  if (isMoving(sort)) for (const { _id } of documents) shown.add(mark(_id));
  const beganAt = walk?.beganAt ?? context.now();
  return { documents, walk: { place, beganAt, shown, remembersAll: walk?.remembersAll ?? isMoving(sort) } };
}

/** Sessions that were there when the walk began, changed since, haven't come, and stand where it has been. */
async function movedUnseen(
  { sessions }: StoreContext,
  query: FleetOrder,
  { place, beganAt, shown }: FleetWalk,
  next: readonly ListedSession[],
  mark: (id: string) => string,
): Promise<ListedSession[]> {
  const { sort, order } = query;
  const filter = {
    ...toFilter({ ...query, to: Math.min(query.to ?? Infinity, beganAt + 1) }),
    // Both, so that the index of those that wait for an answer serves.
    unanswered: { $in: [true, false] },
    changedAt: { $gte: new Date(beganAt - SKEW_MS) },
  };
  const found = sessions.find<Pick<SessionDocument, '_id' | typeof sort>>(filter, {
    projection: { [sort]: 1 },
  });
  const changed = await atDatabase('list changed sessions', () => found.limit(MOST_CHANGED).toArray());
  const known = new Set(next.map(({ _id }) => _id));
  const unseen = changed.filter(
    (session) =>
      isUpTo(order, placeOf(session as SessionDocument, sort), place) &&
      !known.has(session._id) &&
      !shown.has(mark(session._id)),
  );
  if (unseen.length === 0) return [];
  const ids = unseen.map(({ _id }) => _id);
  const again = sessions.find<ListedSession>(
    { $and: [{ _id: { $in: ids } }, toFilter(query)] },
    { projection: UNLISTED },
  );
  return atDatabase('list moved sessions', () => again.toArray());
}

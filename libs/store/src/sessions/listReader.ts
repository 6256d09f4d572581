import type { Document } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { ListedSession } from '../documents/SessionDocument.ts';
import type { SessionPlace } from './SessionCursor.ts';
import type { Placed, SessionReader } from './walkSessions.ts';

/** Which of a user's sessions a list is of. */
export interface Listed {
  readonly userId: string;
  /** Only those that are put away, or only those that aren't; both when left out. */
  readonly archived?: boolean | undefined;
}

/** A document with its place in the list, which it has whether it can be opened or not. */
export interface PlacedDocument<D> extends Placed {
  readonly document: D;
}

/** Sessions that one user uses within the time of one walk through the list. */
const MAX_RECENT = 1000;
const NEWEST_FIRST = { lastActivityAt: -1, _id: 1 } as const;

/** Those behind a place. The range is there for the index, the alternatives for sessions of the same moment. */
function behind({ lastActivityAt, id }: SessionPlace) {
  const at = new Date(lastActivityAt);
  return {
    lastActivityAt: { $lte: at },
    $or: [{ lastActivityAt: { $lt: at } }, { lastActivityAt: at, _id: { $gt: id } }],
  };
}

const placed = <D extends ListedSession>(document: D): PlacedDocument<D> => ({
  id: document._id,
  lastActivityAt: document.lastActivityAt.getTime(),
  createdAt: document.createdAt.getTime(),
  document,
});

/** Reads documents of a user's sessions in the list's order; `projection` says which fields. */
export function listReader<D extends ListedSession>(
  { sessions }: StoreContext,
  { userId, archived }: Listed,
  projection: Document,
): SessionReader<PlacedDocument<D>> {
  const own = { userId, ...(archived !== undefined && { archived }) };
  const read = async (filter: object, most: number): Promise<PlacedDocument<D>[]> => {
    const found = sessions
      .find<D>({ ...own, ...filter }, { projection })
      .sort(NEWEST_FIRST)
      .limit(most);
    return (await atDatabase('list sessions', () => found.toArray())).map(placed);
  };
  return {
    behind: (place, most) => read(place ? behind(place) : {}, most),
    activeSince: (since) => read({ lastActivityAt: { $gte: new Date(since) } }, MAX_RECENT),
  };
}

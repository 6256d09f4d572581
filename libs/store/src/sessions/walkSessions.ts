import type { SessionState } from '@parley/conversation';
import {
  isBefore,
  markOf,
  MAX_SHOWN,
  type SessionPlace,
  readSessionCursor,
  type SessionCursor,
  writeSessionCursor,
} from './SessionCursor.ts';

/** What gives a session its place in a walk. */
export type Placed = Pick<SessionState, 'id' | 'lastActivityAt' | 'createdAt'>;

/** Reads sessions of a list in its order: newest activity first, then by id. */
export interface SessionReader<S extends Placed> {
  /** The first `limit` behind a place, from the beginning when there is none. */
  readonly behind: (place: SessionPlace | undefined, limit: number) => Promise<readonly S[]>;
  /** All whose last activity was at `since` or later. */
  readonly activeSince: (since: number) => Promise<readonly S[]>;
}

/** Clocks of two machines may be that far apart, in milliseconds. */
const SKEW_MS = 60_000;

/**
 * One page of a walk through a list whose order changes while it is walked: whatever was there when the walk began comes
 * once. A session that is used meanwhile moves to the front, where the walk has been; if it hadn't come yet, it comes at
 * the head of the next page. The cursor remembers what was shown, up to 700: in a longer walk what moves from then on is
 * left to the walk's beginning, where it stands, since it can't be told any more from what was shown.
 * @throws ParleyError `validation` when no page gave the cursor
 */
export async function walkSessions<S extends Placed>(
  read: SessionReader<S>,
  limit: number,
  cursor: string | undefined,
): Promise<{ readonly items: readonly S[]; readonly nextCursor?: string }> {
  const place = cursor === undefined ? undefined : readSessionCursor(cursor);
  const next = await read.behind(place, limit + 1);
  // Behind them in time: what moves from there to the front meanwhile is seen twice, not missed.
  const remembersAll = place !== undefined && place.shown.length < MAX_SHOWN;
  const moved = remembersAll ? await movedUnseen(read, place, new Set(next.map(({ id }) => id))) : [];
  const items = [...moved, ...next].slice(0, limit);
  const last = next[limit - moved.length - 1] ?? place;
  if (moved.length + next.length <= limit || !last) return { items };
  const { lastActivityAt, id } = last;
  const beganAt = place?.beganAt ?? items[0]?.lastActivityAt ?? lastActivityAt;
  const shown = [...(place?.shown ?? []), ...items.map((item) => markOf(item.id))];
  return { items, nextCursor: writeSessionCursor({ lastActivityAt, id, beganAt, shown }) };
}

/** Sessions that were there when the walk began, haven't been shown, and stand where it has been. */
async function movedUnseen<S extends Placed>(
  { activeSince }: SessionReader<S>,
  place: SessionCursor,
  next: ReadonlySet<string>,
): Promise<S[]> {
  const shown = new Set(place.shown);
  const recent = await activeSince(Math.max(0, place.beganAt - SKEW_MS));
  return recent.filter(
    (session) =>
      session.createdAt <= place.beganAt &&
      isBefore(session, place) &&
      !next.has(session.id) &&
      !shown.has(markOf(session.id)),
  );
}

import type { Session } from '@parley/protocol';

/** What is newer of the same session: the order of its changes decides, then its last activity. */
export const newer = (a: Session, b: Session): Session =>
  b.rev > a.rev || (b.rev === a.rev && b.lastActivityAt >= a.lastActivityAt) ? b : a;

/** Newest activity first, in one order for all. */
export const byActivity = (a: Session, b: Session): number =>
  compare(b.lastActivityAt, a.lastActivityAt) || compare(b.id, a.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order in which rows are shown. While somebody points at them (`held`: what is shown now), each keeps its place,
 * older ones join at the end, and newer ones wait.
 */
export function arrange(rows: readonly Session[], held: readonly string[]): readonly Session[] {
  const sorted = rows.toSorted(byActivity);
  if (held.length === 0) return sorted;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = held.map((id) => byId.get(id)).filter((row) => row !== undefined);
  const last = kept.toSorted(byActivity).at(-1);
  const known = new Set(held);
  const joining = sorted.filter((row) => !known.has(row.id) && (!last || byActivity(last, row) < 0));
  return [...kept, ...joining];
}

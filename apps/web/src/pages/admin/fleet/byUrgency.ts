import type { Session } from '@parley/protocol';
import { byActivity } from '../../sessions/arrange.ts';

const RANK: Record<Session['handling'], number> = { requested: 0, human: 1, ai: 2 };

const calledAt = ({ help, lastActivityAt }: Session): string => help?.requestedAt ?? lastActivityAt;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Who waits for a person first, the longest wait at the top; then those that a person has; then by activity. */
export function byUrgency(a: Session, b: Session): number {
  const rank = RANK[a.handling] - RANK[b.handling];
  if (rank !== 0) return rank;
  if (a.handling !== 'requested') return byActivity(a, b);
  return compare(calledAt(a), calledAt(b)) || compare(a.id, b.id);
}

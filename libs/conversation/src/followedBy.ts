import type { Change } from './change.ts';
import type { LifeChange } from './sessionLife.ts';

/** One change with another one behind it, which was made of the first one's state: both are stored in one step. */
export const followedBy = <C extends Change | LifeChange>(first: C, next: LifeChange | undefined): C =>
  next
    ? {
        ...first,
        session: next.session,
        entries: [...first.entries, ...next.entries],
        frames: [...first.frames, ...next.frames],
      }
    : first;

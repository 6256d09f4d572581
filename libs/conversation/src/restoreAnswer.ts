import { forgetSummary, placeOf } from './forgetSummary.ts';
import type { LifeChange } from './sessionLife.ts';
import type { Entry, SessionState } from './state.ts';
import { messageFrame } from './toWire.ts';

/** The id of the answer that is superseded by one which hasn't begun; `undefined`: there is none. */
export const replacedBy = ({ waiting }: Pick<SessionState, 'waiting'>): string | undefined =>
  waiting.find(({ replaces }) => replaces !== undefined)?.replaces;

/**
 * The next version of the answer `replaced` will not be written: the answer counts again, as it did before. `undefined`:
 * no version of it is waited for.
 */
export function restoreAnswer(session: SessionState, replaced: Entry | undefined): LifeChange | undefined {
  const waits = session.waiting.find(({ replaces }) => replaces !== undefined && replaces === replaced?.id);
  if (!replaced || waits?.replacedStatus === undefined) return undefined;
  const entry: Entry = { ...replaced, status: waits.replacedStatus, rev: session.rev + 1 };
  const next: SessionState = {
    ...forgetSummary(session, placeOf(entry)),
    rev: entry.rev,
    messageCount: session.messageCount + 1,
    waiting: session.waiting.filter((other) => other !== waits),
  };
  return { session: next, entries: [entry], frames: [messageFrame('message.updated', entry)] };
}

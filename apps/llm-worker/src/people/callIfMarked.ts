import { callHuman, followedBy, markedReason, type Change, type LifeChange } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { queueFor } from './queueFor.ts';
import { roundDue } from './roundDue.ts';

/** What may have made the assistant call a human. */
export interface Marked {
  /** Of the message, answer or command that did; the call is known by it. */
  readonly id: string;
  readonly at: number;
  /** What was said with it. */
  readonly text?: string;
}

/** The change, and in the same step the assistant's call for a human where a marker of the operator's says so. */
export async function callIfMarked<C extends Change | LifeChange>(
  deps: Deps,
  change: C,
  { id, at, text }: Marked,
): Promise<C> {
  const reason = markedReason(deps.markers, change.session, text);
  if (reason === undefined) return change;
  const nextRoundAt = roundDue(deps, 1, at);
  const due = nextRoundAt !== undefined && { nextRoundAt };
  const call = { id, by: 'assistant' as const, requestedAt: at, reason, ...due };
  return followedBy(change, callHuman(change.session, call, await queueFor(deps, change.session.id, at)));
}

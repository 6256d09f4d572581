import type { ServerFrameOf } from '@parley/protocol';
import { putText } from './timelineDelta.ts';
import { putEntry } from './timelineEntries.ts';
import { applyAhead } from './timelineFrame.ts';
import { withHelp } from './timelineHelp.ts';
import { EMPTY_TIMELINE, type StreamingText, type TimelineState } from './timelineState.ts';

/** What is to be asked next: nothing, the next page of changes, or (`reload`) everything again. */
export interface Opened {
  readonly state: TimelineState;
  readonly next: 'nothing' | 'more' | 'reload';
}

const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;

/** What waits belongs to a history that is no more; what is shown stays until the new one is there. */
const forgotten = (state: TimelineState): TimelineState => ({
  ...state,
  ahead: new Map(),
  partial: undefined,
});

function withStreaming(state: TimelineState, { streaming }: ServerFrameOf<'session.opened'>): TimelineState {
  const known = new Set(state.messages.filter(({ status }) => status === 'streaming').map(({ id }) => id));
  const kept = new Map([...state.streaming].filter(([id]) => known.has(id)));
  const now = { ...state, streaming: kept };
  if (!streaming || !known.has(streaming.messageId)) return now;
  const { messageId, ...told } = streaming;
  const held = kept.get(messageId);
  if (!held || told.attempt > held.attempt) return putText(now, messageId, told);
  return told.attempt < held.attempt ? now : putText(now, messageId, longer(held, told));
}

/** Of one attempt, what is known more of; a wait is over where there is more. */
function longer(held: StreamingText, { text, reasoning }: StreamingText): StreamingText {
  const hasText = text.length > held.text.length;
  const hasReasoning = reasoning !== undefined && reasoning.length > (held.reasoning ?? '').length;
  if (!hasText && !hasReasoning) return held;
  const { waiting: _over, ...rest } = held;
  return { ...rest, ...(hasText && { text }), ...(hasReasoning && { reasoning }) };
}

function whole(state: TimelineState, frame: ServerFrameOf<'session.opened'>): TimelineState {
  const { session, messages, hasMore } = frame;
  const { ahead } = state;
  const fresh = {
    ...EMPTY_TIMELINE,
    session,
    rev: session.rev,
    messages: messages.toSorted(bySeq),
    hasMore,
    ahead,
    timesLost: state.timesLost,
    help: state.help,
    // They stand beside the timeline, and no answer to an open has them.
    notes: state.notes,
  };
  return applyAhead(withStreaming(withHelp(state, fresh), frame));
}

/**
 * Applies the answer to a `session.open`. `afterRev` is what that frame said. A session whose `rev` is lower than that
 * has lost history (a restored backup): everything is loaded again.
 */
export function applyOpened(
  state: TimelineState,
  frame: ServerFrameOf<'session.opened'>,
  afterRev: number | undefined,
): Opened {
  const { session, messages, hasMore } = frame;
  if (afterRev === undefined) return { state: whole(state, frame), next: 'nothing' };
  if (session.rev < afterRev) {
    return { state: { ...forgotten(state), timesLost: state.timesLost + 1 }, next: 'reload' };
  }
  const changed = [...(state.partial?.messages ?? []), ...messages];
  if (hasMore) {
    const rev = Math.max(afterRev, ...messages.map((message) => message.rev));
    if (rev === afterRev) return { state: forgotten(state), next: 'reload' };
    return { state: { ...state, partial: { rev, messages: changed } }, next: 'more' };
  }
  const rev = Math.max(state.rev, session.rev);
  const isNewer = !state.session || session.rev >= state.session.rev;
  const caughtUp = changed.toSorted(bySeq).reduce(putEntry, {
    ...state,
    rev,
    partial: undefined,
    session: isNewer ? session : state.session,
    ended: session.state === 'ended' ? state.ended : undefined,
  });
  return { state: applyAhead(withStreaming(withHelp(state, caughtUp), frame)), next: 'nothing' };
}

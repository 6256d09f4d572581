import type { ServerFrameOf } from '@parley/protocol';
import type { StreamingText, TimelineState } from './timelineState.ts';

/** The next state, and whether the frame shows that something was missed. */
export interface Applied {
  readonly state: TimelineState;
  readonly missed: boolean;
}

const isOver = (state: TimelineState, messageId: string): boolean => {
  const message = state.messages.findLast(({ id }) => id === messageId) ?? state.below.get(messageId);
  return message !== undefined && message.status !== 'streaming';
};

export const putText = (state: TimelineState, messageId: string, text: StreamingText): TimelineState => ({
  ...state,
  streaming: new Map(state.streaming).set(messageId, text),
});

/** Adds to an answer's text: appends, drops what is there already, and says when something before it was missed. */
export function applyDelta(state: TimelineState, frame: ServerFrameOf<'message.delta'>): Applied {
  const { messageId, attempt, offset, text } = frame;
  const held = state.streaming.get(messageId);
  if ((held && attempt < held.attempt) || isOver(state, messageId)) return { state, missed: false };
  if (!held || attempt > held.attempt) {
    if (offset > 0) return { state, missed: true };
    return { state: putText(state, messageId, { attempt, text }), missed: false };
  }
  if (offset > held.text.length) return { state, missed: true };
  const more = text.slice(held.text.length - offset);
  if (more === '') return { state, missed: false };
  return { state: putText(state, messageId, { attempt, text: held.text + more }), missed: false };
}

/** The answer starts again; one that has is left alone. */
export function applyReset(state: TimelineState, frame: ServerFrameOf<'message.reset'>): TimelineState {
  const { messageId, attempt } = frame;
  const held = state.streaming.get(messageId);
  if ((held && held.attempt >= attempt) || isOver(state, messageId)) return state;
  return putText(state, messageId, { attempt, text: '' });
}

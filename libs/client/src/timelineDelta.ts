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

type Piece = ServerFrameOf<'message.delta' | 'message.reasoning'>;

/** Which of the two texts of an answer a frame adds to: each has offsets of its own. */
const PART = { 'message.delta': 'text', 'message.reasoning': 'reasoning' } as const;

/**
 * Adds to an answer's text, or to what its model thinks: appends, drops what is there already, and says when something
 * before it was missed. Only more of one of the two ends a wait: an empty piece is a sign of life.
 */
export function applyDelta(state: TimelineState, frame: Piece): Applied {
  const { messageId, attempt, offset } = frame;
  const part = PART[frame.type];
  const before = state.streaming.get(messageId);
  if ((before && attempt < before.attempt) || isOver(state, messageId)) return { state, missed: false };
  const held = before?.attempt === attempt ? before : undefined;
  const known = held?.[part] ?? '';
  if (offset > known.length) return { state, missed: true };
  const more = frame.text.slice(known.length - offset);
  if (held && more === '') return { state, missed: false };
  const { waiting: _over, ...rest }: StreamingText = held ?? { attempt, text: '' };
  return { state: putText(state, messageId, { ...rest, [part]: known + more }), missed: false };
}

/** The answer starts again; one that has is left alone. */
export function applyReset(state: TimelineState, frame: ServerFrameOf<'message.reset'>): TimelineState {
  const { messageId, attempt } = frame;
  const held = state.streaming.get(messageId);
  if ((held && held.attempt >= attempt) || isOver(state, messageId)) return state;
  return putText(state, messageId, { attempt, text: '' });
}

/** The answer waits for its model. A higher attempt has nothing of the one before. */
export function applyWaiting(state: TimelineState, frame: ServerFrameOf<'message.waiting'>): TimelineState {
  const { messageId, attempt, reason, retryInMs } = frame;
  const held = state.streaming.get(messageId);
  if ((held && held.attempt > attempt) || isOver(state, messageId)) return state;
  const now = held?.attempt === attempt ? held : { attempt, text: '' };
  const waiting = { reason, ...(retryInMs !== undefined && { retryInMs }) };
  return putText(state, messageId, { ...now, waiting });
}

import type { Bus } from '@parley/bus';
import type { Answer, SessionState } from '@parley/conversation';
import type { ServerFrame } from '@parley/protocol';
import type { Waiting } from '../calls/CallEvent.ts';
import type { SendDelta } from './DeltaStream.ts';

/** Sends the frames of one answer while it is written. */
export interface AnswerFrames {
  readonly delta: SendDelta;
  readonly reasoning: SendDelta;
  waiting(event: Waiting): void;
  /** What it waited for is over, and isn't said again; what is shown of it ends with the first word. */
  called(): void;
}

/** `now`: milliseconds since 1970. */
export function answerFrames(
  bus: Pick<Bus, 'publishOut'>,
  { id: sessionId, fence }: Pick<SessionState, 'id' | 'fence'>,
  { messageId, attempt }: Pick<Answer, 'messageId' | 'attempt'>,
  now: () => number,
): AnswerFrames {
  const about = { sessionId, messageId, attempt };
  const send = (frame: ServerFrame): void => bus.publishOut(sessionId, frame, { fence });
  let waits: { readonly reason: Waiting['reason']; readonly until?: number } | undefined;
  const tellWaiting = (): void => {
    if (!waits) return;
    const { reason, until } = waits;
    const retryInMs = until === undefined ? undefined : Math.max(0, until - now());
    send({ type: 'message.waiting', ...about, reason, ...(retryInMs !== undefined && { retryInMs }) });
  };
  return {
    delta(offset, text) {
      send({ type: 'message.delta', ...about, offset, text });
      // A sign that it is still being written ends what is shown of the wait; which goes on.
      if (text === '') tellWaiting();
      else waits = undefined;
    },
    reasoning(offset, text) {
      waits = undefined;
      send({ type: 'message.reasoning', ...about, offset, text });
    },
    waiting({ reason, retryInMs }) {
      waits = { reason, ...(retryInMs !== undefined && { until: now() + retryInMs }) };
      tellWaiting();
    },
    called() {
      waits = undefined;
    },
  };
}

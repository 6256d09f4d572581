import { fromBytes, type Answer } from '@parley/bus';
import { OpenRequest, ParleyError } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { openedFrame } from './openedFrame.ts';
import { openSession } from './openSession.ts';

/** Answers `rpc.session.open` with the final frame: `session.opened`, or `error`. */
export const answerOpen =
  (deps: Deps) =>
  async (payload: Uint8Array, { trace }: { trace: string }): Promise<Answer> => {
    const request = fromBytes(OpenRequest, payload);
    const { frame, user } = request;
    try {
      const session = await openSession(deps, request);
      return { payload: await openedFrame(deps, session, frame.id, frame.afterRev), sessionId: session.id };
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (error.category === 'service')
        deps.log.error('session.open_failed', thrown, { userId: user.id, traceId: trace });
      return { payload: { type: 'error', ref: frame.id, error: error.toWire() } };
    }
  };

import { fromBytes, type Answer } from '@parley/bus';
import { helpUpdated, type SessionState } from '@parley/conversation';
import { OpenRequest, ParleyError } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { outHeaders } from '../outHeaders.ts';
import { askedBy } from '../people/askedBy.ts';
import { asOfNow } from '../people/asOfNow.ts';
import { meet } from '../people/meet.ts';
import { queueFor } from '../people/queueFor.ts';
import { openedFrame } from './openedFrame.ts';
import { openSession } from './openSession.ts';

/** Who opens a session that waits for a human hears of its place in the queue, right behind `session.opened`. */
async function tellPlace(deps: Deps, { id, help, ...session }: SessionState): Promise<void> {
  if (!help) return;
  const queue = await queueFor(deps, id, help.requestedAt);
  deps.bus.publishOut(id, helpUpdated({ id }, help.state, { queue }), outHeaders(session));
}

/** An admin sees what was said in somebody else's session: that is put on record. */
async function recordOpen(deps: Deps, request: OpenRequest, sessionId: string): Promise<void> {
  await meet(deps, request, request.at);
  await deps.store.audit.append({
    ...askedBy(request, request.at),
    what: 'session.opened',
    target: sessionId,
  });
}

/** Answers `rpc.session.open` with the final frame: `session.opened`, or `error`. */
export const answerOpen =
  (deps: Deps) =>
  async (payload: Uint8Array, { trace }: { trace: string }): Promise<Answer> => {
    const asked = fromBytes(OpenRequest, payload);
    const { frame, user } = asked;
    try {
      const request = await asOfNow(deps, asked);
      const session = await openSession(deps, request);
      const foreign = session.userId !== user.id;
      if (foreign) await recordOpen(deps, request, session.id);
      const opened = await openedFrame(deps, session, frame.id, frame.afterRev);
      await tellPlace(deps, session);
      return { payload: opened, sessionId: session.id, foreign, ...outHeaders(session) };
    } catch (thrown) {
      const error = ParleyError.from(thrown);
      if (error.category === 'service')
        deps.log.error('session.open_failed', thrown, { userId: user.id, traceId: trace });
      return { payload: { type: 'error', ref: frame.id, error: error.toWire() } };
    }
  };

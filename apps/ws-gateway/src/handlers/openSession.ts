import { isAdmin, ParleyError, subjects, type ClientFrameOf } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { textFrame } from '../connection/textFrame.ts';
import type { Member } from '../sessions/Member.ts';
import { askerOf } from './askerOf.ts';
import { askWorker } from './askWorker.ts';
import type { Handler } from './Handler.ts';

type Open = ClientFrameOf<'session.open'>;
type Answer = Awaited<ReturnType<typeof askWorker>>;

/**
 * What an answer says is found without reading all of it: inside of its texts every quote has a backslash before it, so
 * these bytes stand nowhere else.
 */
const OPENED = '"type":"session.opened"';
const MORE = '"hasMore":true';
const NOT_FOUND = '"category":"not_found"';

/** A session that is being asked for. */
interface Asked {
  readonly member: Member;
  /** How the socket had it before; undefined: not at all. */
  readonly before: Member['open'] | undefined;
}

/** The session's id, where it is known before asking. */
const knownId = (frame: Open): string | undefined => frame.sessionId ?? (frame.new ? frame.id : undefined);

/**
 * Opens a session: its live frames are subscribed to and held back first, then the worker is asked, so that nothing is
 * missed between its answer and the live frames. When the answer names a session that wasn't known before, it is
 * asked again, for that one.
 */
export const openSession: Handler<Open> = async (connection, frame, services, trace) => {
  const { channels, now } = services;
  const ask = (frame: Open): Promise<Answer> => {
    const request = { frame, ...askerOf(connection), at: now() };
    return askWorker(connection, subjects.sessionOpen, request, services, trace);
  };
  const hold = (sessionId: string): Asked => {
    const had = channels.memberOf(connection, sessionId);
    const before = had?.open;
    const member = had ?? channels.join(connection, sessionId);
    if (member.open === 'no') member.open = 'own';
    member.hold();
    return { member, before };
  };
  const giveUp = (asked: Asked | undefined): void => {
    if (!asked || connection.released) return;
    const { member, before } = asked;
    if (member.open !== 'gone') {
      if (before === undefined) return channels.leave(member);
      member.open = before;
    }
    member.release();
  };

  const known = knownId(frame);
  let asked = known === undefined ? undefined : hold(known);
  let answer: Answer;
  try {
    answer = await ask(frame);
    const { sessionId } = answer;
    if (sessionId !== undefined && sessionId !== asked?.member.channel.sessionId && !connection.released) {
      giveUp(asked);
      asked = hold(sessionId);
      const { id, type, afterRev } = frame;
      answer = await ask({ id, type, sessionId, ...(afterRev === undefined ? {} : { afterRev }) });
    }
    refuseForeign(connection, answer);
  } catch (error) {
    giveUp(asked);
    throw error;
  }
  if (connection.released) return;
  const text = Buffer.from(answer.payload.buffer, answer.payload.byteOffset, answer.payload.byteLength);
  connection.write(textFrame(answer.payload));
  if (text.includes(OPENED)) {
    if (asked) opened(asked.member, answer, frame.afterRev !== undefined && text.includes(MORE));
  } else if (asked && asked.member.open !== 'gone' && text.includes(NOT_FOUND)) channels.leave(asked.member);
  else giveUp(asked);
};

function opened(member: Member, { foreign, fence, holder }: Answer, hasMore: boolean): void {
  // Its end may have come while it was asked for; it follows the answer.
  if (member.open !== 'gone') member.open = foreign ? 'foreign' : 'own';
  member.channel.learn(fence, holder);
  if (hasMore) member.waitForMore();
  else member.release(fence);
}

/** Whoever answers looks at the roles too; a session of somebody else must not depend on one of the two. */
function refuseForeign({ user }: Connection, { foreign }: Answer): void {
  if (foreign && !isAdmin(user))
    throw new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
}

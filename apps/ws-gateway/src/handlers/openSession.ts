import { ParleyError, subjects, type ClientFrameOf, type OpenRequest } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { textFrame } from '../connection/textFrame.ts';
import type { Member } from '../sessions/Member.ts';
import type { Handler } from './Handler.ts';
import { unavailable } from './unavailable.ts';

type Open = ClientFrameOf<'session.open'>;

/** How long a worker may take. One that dies with the request in hand says nothing, so another one is asked. */
const TIMEOUT_MS = 3000;
const TRIES = 3;
/**
 * What an answer says is found without reading all of it: inside of its texts every quote has a backslash before it, so
 * these bytes stand nowhere else.
 */
const OPENED = '"type":"session.opened"';
const MORE = '"hasMore":true';
const NOT_FOUND = '"category":"not_found"';

interface Answer {
  readonly bytes: Uint8Array;
  readonly sessionId: string | undefined;
}

/** The session's id, where it is known before asking. */
const knownId = (frame: Open): string | undefined => frame.sessionId ?? (frame.new ? frame.id : undefined);

/**
 * Opens a session: its live frames are subscribed to and held back first, then the worker is asked, so that nothing is
 * missed between its answer and the live frames. When the answer names a session that wasn't known before, it is
 * asked again, for that one.
 */
export const openSession: Handler<Open> = async (connection, frame, services, trace) => {
  const { bus, channels, now } = services;
  const ask = async (frame: Open): Promise<Answer> => {
    const request: OpenRequest = { frame, user: connection.user, at: now() };
    for (let tries = 1; ; tries++) {
      try {
        const reply = await bus.request(subjects.sessionOpen, request, { timeoutMs: TIMEOUT_MS, trace });
        if (reply.kind === 'answer') return { bytes: reply.payload, sessionId: reply.sessionId };
        throw unavailable();
      } catch (error) {
        const silent = error instanceof ParleyError && error.code === 'timeout';
        if (!silent || tries === TRIES || connection.released) throw error;
      }
    }
  };
  const hold = (sessionId: string): Member => {
    const member = connection.sessions?.get(sessionId) ?? channels.join(connection, sessionId);
    member.hold();
    return member;
  };

  const known = knownId(frame);
  const had = known !== undefined && connection.sessions?.has(known) === true;
  let member = known === undefined ? undefined : hold(known);
  let answer: Answer;
  try {
    answer = await ask(frame);
    const { sessionId } = answer;
    if (sessionId !== undefined && sessionId !== member?.channel.sessionId && !connection.released) {
      if (member && !had) channels.leave(member);
      else member?.release();
      member = hold(sessionId);
      const { id, type, afterRev } = frame;
      answer = await ask({ id, type, sessionId, ...(afterRev === undefined ? {} : { afterRev }) });
    }
  } catch (error) {
    giveUp(member, had);
    throw error;
  }
  if (!connection.released)
    finish(connection, member, answer, { had, afterRev: frame.afterRev !== undefined });

  function giveUp(member: Member | undefined, had: boolean): void {
    if (!member || connection.released) return;
    if (had) member.release();
    else channels.leave(member);
  }

  function finish(
    connection: Connection,
    member: Member | undefined,
    { bytes }: Answer,
    { had, afterRev }: { had: boolean; afterRev: boolean },
  ): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    connection.write(textFrame(bytes));
    if (!text.includes(OPENED)) return giveUp(member, had && !text.includes(NOT_FOUND));
    if (afterRev && text.includes(MORE)) member?.waitForMore();
    else member?.release();
  }
};

import { HEADER, subjects, type ServerFrame, type UserKey } from '@parley/protocol';
import { headers, type Msg, type MsgHdrs } from 'nats';
import type { Link, Unsubscribe } from './link.ts';
import { toBytes } from './payload.ts';
import { subscribe } from './subscribe.ts';

/** A frame for sockets: its final bytes, or what is to become them. */
export type Frame = Uint8Array | ServerFrame;

/** What stands beside a frame, so that nobody has to read it. */
export interface FrameHeaders {
  /** The fence under which it was written; undefined when it has none. */
  readonly fence: number | undefined;
  /** The session that it is about, of a frame to all sockets of a user. */
  readonly sessionId: string | undefined;
  /** Who holds the session: the key of an admin, or `nobody`; undefined when the frame doesn't tell. */
  readonly holder: UserKey | 'nobody' | undefined;
  /** Whose sockets aren't to be sent it. */
  readonly except: UserKey | undefined;
  /** The session is gone: it is the last frame. */
  readonly gone: boolean;
}

/** What goes beside a session's frame. */
export interface OutHeaders {
  readonly fence?: number;
  /** Who holds the session; left out by who doesn't know. */
  readonly holder?: UserKey | 'nobody';
  /** The user who did what it tells: their own sockets aren't sent it. */
  readonly except?: UserKey;
  /** The session is gone, and this is its last frame: sockets no longer have it. */
  readonly gone?: boolean;
}

/** Called with each frame's final bytes; they must not be changed. */
export type OnFrame = (bytes: Uint8Array, headers: FrameHeaders) => void;

/** Says whether a socket of this user has the session open here: what `held` asks. */
export type IsHeld = (user: UserKey) => boolean;

/**
 * Frames for sockets. They go by the core of NATS: fast, and lost to whoever isn't connected at the moment. While
 * disconnected nothing is sent, and nothing kept to be sent later.
 */
export interface Frames {
  /** To the sockets of a session. */
  publishOut: (sessionId: string, frame: Frame, headers?: OutHeaders) => void;
  subscribeOut: (sessionId: string, onFrame: OnFrame, isHeld?: IsHeld) => Unsubscribe;
  /** To the admins who watch a session. */
  publishNote: (sessionId: string, frame: Frame) => void;
  subscribeNote: (sessionId: string, onFrame: OnFrame) => Unsubscribe;
  /** To all sockets of a user; `sessionId` says which session it is about, to sockets that hear of it elsewhere. */
  publishUser: (user: UserKey, frame: Frame, options?: { sessionId?: string }) => void;
  /** What `connected` asks is answered by itself, as long as `isConnected` says so; it does when left out. */
  subscribeUser: (user: UserKey, onFrame: OnFrame, isConnected?: () => boolean) => Unsubscribe;
}

export function frames(link: Link): Frames {
  const publish = (subject: string, frame: Frame, header?: MsgHdrs) =>
    link.outbox.send(subject, toBytes(frame), header);
  const hear = (subject: string, onFrame: OnFrame, isHeld?: IsHeld): Unsubscribe =>
    subscribe(link, subject, (message) => {
      const { data, headers: header } = message;
      if (header?.has(HEADER.probe)) return answerProbe(link, message, isHeld);
      onFrame(data, {
        fence: fenceOf(header),
        sessionId: header?.get(HEADER.session) || undefined,
        holder: holderOf(header),
        gone: header?.has(HEADER.gone) ?? false,
        except: (header?.get(HEADER.except) || undefined) as UserKey | undefined,
      });
    });
  return {
    publishOut(sessionId, frame, { fence, holder, except, gone } = {}) {
      const header = {
        [HEADER.fence]: fence,
        [HEADER.holder]: holder,
        [HEADER.except]: except,
        [HEADER.gone]: gone ? 1 : undefined,
      };
      publish(subjects.out(sessionId), frame, headed(header));
    },
    subscribeOut: (sessionId, onFrame, isHeld) => hear(subjects.out(sessionId), onFrame, isHeld),
    publishNote: (sessionId, frame) => publish(subjects.note(sessionId), frame),
    subscribeNote: (sessionId, onFrame) => hear(subjects.note(sessionId), onFrame),
    publishUser: (user, frame, { sessionId } = {}) =>
      publish(subjects.user(user), frame, headed({ [HEADER.session]: sessionId })),
    subscribeUser: (user, onFrame, isConnected = () => true) =>
      hear(subjects.user(user), onFrame, isConnected),
  };
}

/** Who has no socket of that user says nothing: somebody else may have one. */
function answerProbe(link: Link, message: Msg, isHeld: IsHeld | undefined): void {
  const user = message.headers?.get(HEADER.probe) as UserKey;
  if (isHeld?.(user) && link.status() === 'connected') message.respond();
}

/** A header of the fields that have a value; undefined when none has. */
export function headed(fields: Readonly<Record<string, string | number | undefined>>): MsgHdrs | undefined {
  let header: MsgHdrs | undefined;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    header ??= headers();
    header.set(name, String(value));
  }
  return header;
}

/** Who holds the session, as a header says it. */
export const holderOf = (header: MsgHdrs | undefined): FrameHeaders['holder'] =>
  (header?.get(HEADER.holder) || undefined) as FrameHeaders['holder'];

/** The fence in a header. */
export function fenceOf(header: MsgHdrs | undefined): number | undefined {
  const fence = header?.get(HEADER.fence);
  return fence ? Number(fence) : undefined;
}

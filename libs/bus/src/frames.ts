import { HEADER, subjects, type ServerFrame, type UserKey } from '@parley/protocol';
import { headers, type MsgHdrs } from 'nats';
import type { Link, Unsubscribe } from './link.ts';
import { toBytes } from './payload.ts';
import { subscribe } from './subscribe.ts';

/** A frame for sockets: its final bytes, or what is to become them. */
export type Frame = Uint8Array | ServerFrame;

/** What stands beside a frame, so that nobody has to read it. */
export interface FrameHeaders {
  /** The fence under which it was written; undefined when it has none. */
  readonly fence: number | undefined;
}

/** Called with each frame's final bytes; they must not be changed. */
export type OnFrame = (bytes: Uint8Array, headers: FrameHeaders) => void;

/**
 * Frames for sockets. They go by the core of NATS: fast, and lost to whoever isn't connected at the moment. While
 * disconnected nothing is sent, and nothing kept to be sent later.
 */
export interface Frames {
  /** To the sockets of a session. */
  publishOut: (sessionId: string, frame: Frame, options?: { fence?: number }) => void;
  subscribeOut: (sessionId: string, onFrame: OnFrame) => Unsubscribe;
  /** To the admins who watch a session. */
  publishNote: (sessionId: string, frame: Frame) => void;
  subscribeNote: (sessionId: string, onFrame: OnFrame) => Unsubscribe;
  /** To all sockets of a user. */
  publishUser: (user: UserKey, frame: Frame) => void;
  subscribeUser: (user: UserKey, onFrame: OnFrame) => Unsubscribe;
}

export function frames(link: Link): Frames {
  const publish = (subject: string, frame: Frame, fence?: number) => {
    if (link.status() !== 'connected') return;
    link.nc.publish(subject, toBytes(frame), fence === undefined ? {} : { headers: fenced(fence) });
  };
  const hear = (subject: string, onFrame: OnFrame): Unsubscribe =>
    subscribe(link, subject, ({ data, headers: header }) => onFrame(data, { fence: fenceOf(header) }));
  return {
    publishOut: (sessionId, frame, { fence } = {}) => publish(subjects.out(sessionId), frame, fence),
    subscribeOut: (sessionId, onFrame) => hear(subjects.out(sessionId), onFrame),
    publishNote: (sessionId, frame) => publish(subjects.note(sessionId), frame),
    subscribeNote: (sessionId, onFrame) => hear(subjects.note(sessionId), onFrame),
    publishUser: (user, frame) => publish(subjects.user(user), frame),
    subscribeUser: (user, onFrame) => hear(subjects.user(user), onFrame),
  };
}

function fenced(fence: number): MsgHdrs {
  const header = headers();
  header.set(HEADER.fence, String(fence));
  return header;
}

function fenceOf(header: MsgHdrs | undefined): number | undefined {
  const fence = header?.get(HEADER.fence);
  return fence ? Number(fence) : undefined;
}

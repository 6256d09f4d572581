import { Uuid } from '@parley/protocol';
import { createInbox } from 'nats';
import type { Link, Unsubscribe } from './link.ts';
import { toBytes, type Payload } from './payload.ts';
import { subscribe } from './subscribe.ts';

/** Where the outcomes of a gateway's commands arrive: one subscription for all of them. */
export interface Inbox {
  /** The subject for the outcome of the command of this frame. */
  subjectFor: (frameId: string) => string;
  /** Called with each outcome and the frame it belongs to. */
  onReply: (listener: (frameId: string, bytes: Uint8Array) => void) => void;
  close: Unsubscribe;
}

/** Opens an inbox that nobody else can guess. */
export function openInbox(link: Link): Inbox {
  const base = createInbox();
  let listener: (frameId: string, bytes: Uint8Array) => void = () => undefined;
  const close = subscribe(link, `${base}.*`, ({ subject, data }) => {
    listener(subject.slice(base.length + 1), data);
  });
  return {
    subjectFor: (frameId) => `${base}.${Uuid.parse(frameId)}`,
    onReply: (next) => (listener = next),
    close,
  };
}

/**
 * Sends an outcome to the inbox that its command named. Nothing is sent while disconnected: the client asks again.
 * @throws TypeError when the subject isn't one of an inbox
 */
export function reply(link: Link, subject: string, payload: Payload): void {
  if (!/^_INBOX\.\w+\.[\w-]+$/.test(subject)) throw new TypeError('replyTo: must be a subject of an inbox');
  link.outbox.send(subject, toBytes(payload));
}

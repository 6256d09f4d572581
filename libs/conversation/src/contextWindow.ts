import { inReadingOrder } from './inReadingOrder.ts';
import type { Entry } from './state.ts';

/** An image as a model is shown it. */
export interface ContextImage {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly bytes: Uint8Array;
  /** Of the file, for its reader. */
  readonly name: string;
}

/** One turn of the conversation as a model reads it. */
export interface ContextMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Of a user's message alone. */
  readonly images?: readonly ContextImage[];
}

/** What counts: of an answer that was asked for again, its latest version alone. */
export const isSaid = ({ text, attachments, sender, status }: Entry): boolean =>
  (text !== '' || attachments.length > 0) &&
  sender !== 'system' &&
  status !== 'superseded' &&
  status !== 'streaming';

/** What stands before the words of a person of the team: so the model knows whose they are. */
const personMark = (name: string): string =>
  `[${name.replace(/[[\]\s]+/gu, ' ').trim()}, a person of the team]`;

/** An entry as a model reads it, without its files: what people of the team said is marked with their names. */
export const toContext = ({ sender, senderName = '', text }: Entry): ContextMessage => {
  if (sender === 'user') return { role: 'user', text };
  return { role: 'assistant', text: sender === 'admin' ? `${personMark(senderName)} ${text}` : text };
};

/**
 * The conversation that the user's message `replyTo` ends, in the order in which it is read: each answer behind its
 * message, user messages that wait behind `replyTo` left out. Empty: there is no such message.
 */
export function conversationTo(entries: readonly Entry[], replyTo: string): Entry[] {
  const ordered = inReadingOrder(entries.filter(isSaid));
  return ordered.slice(0, ordered.findIndex(({ id }) => id === replyTo) + 1);
}

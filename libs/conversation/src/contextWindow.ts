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

/** Counts the tokens of a text, or estimates them. */
export type CountTokens = (text: string) => number;

/** Four characters a token: what fits most models and languages well enough to stay below a limit. */
export const estimateTokens: CountTokens = (text) => Math.ceil(text.length / 4);

/** Tokens that a message takes beyond its text. */
const PER_MESSAGE = 4;

/** What counts: of an answer that was asked for again, its latest version alone. */
const isSaid = (entry: Entry): boolean =>
  entry.text !== '' &&
  entry.sender !== 'system' &&
  entry.status !== 'superseded' &&
  entry.status !== 'streaming';

/** What stands before the words of a person of the team: so the model knows whose they are. */
const personMark = (name: string): string =>
  `[${name.replace(/[[\]\s]+/gu, ' ').trim()}, a person of the team]`;

const toContext = ({ sender, senderName = '', text }: Entry): ContextMessage => {
  if (sender === 'user') return { role: 'user', text };
  return { role: 'assistant', text: sender === 'admin' ? `${personMark(senderName)} ${text}` : text };
};

/**
 * What a model is given to answer the user's message `replyTo`: the conversation up to it, the newest that fits into
 * `maxTokens`, what people of the team said marked with their names. The message itself is always there; user messages
 * that wait behind it are not.
 */
export function contextWindow(
  entries: readonly Entry[],
  replyTo: string,
  maxTokens: number,
  count: CountTokens = estimateTokens,
): ContextMessage[] {
  const ordered = inReadingOrder(entries.filter(isSaid));
  const last = ordered.findIndex(({ id }) => id === replyTo);
  const chosen: ContextMessage[] = [];
  let left = maxTokens;
  for (const entry of ordered.slice(0, last + 1).reverse()) {
    const message = toContext(entry);
    left -= count(message.text) + PER_MESSAGE;
    if (left < 0 && chosen.length > 0) break;
    chosen.unshift(message);
  }
  return chosen;
}

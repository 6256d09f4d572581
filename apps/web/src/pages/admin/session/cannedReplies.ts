import type { CannedReply } from '../api/cannedReply.ts';

/** What the variables of a canned reply stand for. */
export interface CannedValues {
  readonly name: string;
  readonly session: string;
}

/** What a reply says, and by which word it comes. */
export type CannedText = Pick<CannedReply, 'shortcut' | 'text'>;

/** A short-cut as it is compared: upper case or not, it is the same one. */
export const sameWord = (shortcut: string): string => shortcut.normalize('NFC').toLowerCase();

/** Those that a `/` brings: where the reader has a short-cut of the team's too, their own. */
export function inUse(replies: readonly CannedReply[]): readonly CannedReply[] {
  const own = new Set(replies.filter(({ owner }) => owner === 'own').map((one) => sameWord(one.shortcut)));
  return replies.filter(({ owner, shortcut }) => owner === 'own' || !own.has(sameWord(shortcut)));
}

/** The reply with its variables filled in; what isn't a variable stays as it is. */
export const filled = ({ text }: CannedText, values: CannedValues): string =>
  text.replace(/\{(name|session)\}/g, (_whole, key: keyof CannedValues) => values[key]);

/** Those that `/…` at the beginning of a message asks for; undefined: it asks for none. */
export function askedFor<T extends CannedText>(
  text: string,
  replies: readonly T[],
): readonly T[] | undefined {
  const asked = /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  if (asked === undefined) return undefined;
  const found = replies.filter(
    (reply) => reply.shortcut.toLowerCase().includes(asked) || reply.text.toLowerCase().includes(asked),
  );
  const starts = ({ shortcut }: CannedText): number => (shortcut.toLowerCase().startsWith(asked) ? 0 : 1);
  return found.toSorted((a, b) => starts(a) - starts(b));
}

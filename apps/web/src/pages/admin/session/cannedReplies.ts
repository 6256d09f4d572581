import { readStored, writeStored } from '../../account/stored.ts';

/** A reply that is kept ready; `{name}` and `{session}` in it are filled in. */
export interface CannedReply {
  readonly shortcut: string;
  readonly text: string;
}

/** What the variables of a canned reply stand for. */
export interface CannedValues {
  readonly name: string;
  readonly session: string;
}

const KEY = 'parley.admin.canned';
const FIRST: readonly CannedReply[] = [
  { shortcut: 'hello', text: 'Hello {name}, I have read what you wrote. Give me a moment to look into it.' },
  { shortcut: 'more', text: 'Could you tell me a little more about it?' },
  {
    shortcut: 'bye',
    text: 'Glad that is solved. I hand you back to the assistant; call again whenever you like.',
  },
];

const isReply = (value: unknown): value is CannedReply =>
  typeof value === 'object' &&
  value !== null &&
  'shortcut' in value &&
  'text' in value &&
  typeof value.shortcut === 'string' &&
  typeof value.text === 'string';

/** Those of this browser; at first three to begin with. */
export function readCanned(): readonly CannedReply[] {
  const value = readStored(KEY);
  return Array.isArray(value) ? value.filter(isReply) : FIRST;
}

/** Keeps them in this browser. */
export const keepCanned = (replies: readonly CannedReply[]): void => writeStored(KEY, replies);

/** The reply with its variables filled in; what isn't a variable stays as it is. */
export const filled = ({ text }: CannedReply, values: CannedValues): string =>
  text.replace(/\{(name|session)\}/g, (_whole, key: keyof CannedValues) => values[key]);

/** Those that `/…` at the beginning of a message asks for; undefined: it asks for none. */
export function askedFor(text: string, replies: readonly CannedReply[]): readonly CannedReply[] | undefined {
  const asked = /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  if (asked === undefined) return undefined;
  const found = replies.filter(
    (reply) => reply.shortcut.toLowerCase().includes(asked) || reply.text.toLowerCase().includes(asked),
  );
  const starts = ({ shortcut }: CannedReply): number => (shortcut.toLowerCase().startsWith(asked) ? 0 : 1);
  return found.toSorted((a, b) => starts(a) - starts(b));
}

import type { EntryOutline } from './state.ts';

/** Entries in the order in which they are to be read: each answer right behind the message that it answers. */
export function inReadingOrder<E extends Pick<EntryOutline, 'id' | 'seq' | 'replyTo'>>(
  entries: readonly E[],
): E[] {
  const seqOf = new Map(entries.map(({ id, seq }) => [id, seq]));
  const place = ({ seq, replyTo }: E): number => (replyTo === undefined ? seq : (seqOf.get(replyTo) ?? seq));
  return [...entries].sort((a, b) => place(a) - place(b) || a.seq - b.seq);
}

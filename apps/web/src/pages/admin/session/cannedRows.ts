import { MAX_SHORTCUT } from '@parley/protocol/limits';
import type { CannedReply } from '../api/cannedReply.ts';
import { type CannedText, sameWord } from './cannedReplies.ts';

/** A canned reply as it is being written. */
export interface CannedRow extends CannedReply {
  /** As the server has it; without, it is new there. */
  readonly was?: CannedReply;
}

/** The rows of what the server has. */
export const rowsOf = (replies: readonly CannedReply[]): readonly CannedRow[] =>
  replies.map((was) => ({ ...was, was }));

/** A new reply of the reader's own. */
export const newRow = (reply: CannedText = { shortcut: '', text: '' }): CannedRow => ({
  ...reply,
  id: crypto.randomUUID(),
  owner: 'own',
});

/** The row for somebody else: what is the team's has another id than what was one's own. */
export function ownedBy(row: CannedRow, owner: CannedReply['owner']): CannedRow {
  const { was } = row;
  return { ...row, owner, id: was?.owner === owner ? was.id : crypto.randomUUID() };
}

const isChanged = ({ was, id, shortcut, text }: CannedRow): boolean =>
  was?.id !== id || was.shortcut !== shortcut || was.text !== text;

const has = (one: Pick<CannedReply, 'owner' | 'shortcut'>, other: CannedRow): boolean =>
  one.owner === other.owner && sameWord(one.shortcut) === sameWord(other.shortcut);

/** A row whose short-cut another one before it of the same owner has, too. */
export const twiceIn = (rows: readonly CannedRow[]): CannedRow | undefined =>
  rows.find((row, at) => rows.slice(0, at).some((other) => has(other, row)));

/** Which row is to be written next, of those that were changed: one whose short-cut is free by now, if any. */
export function nextToWrite(rows: readonly CannedRow[]): CannedRow | undefined {
  const changed = rows.filter(isChanged);
  const isFree = (row: CannedRow): boolean =>
    rows.every((other) => other === row || !other.was || !has(other.was, row));
  return changed.find(isFree) ?? changed[0];
}

/** The short-cut, with a number where it is taken. */
function freeWord(wanted: string, taken: ReadonlySet<string>): string {
  const word = wanted.replaceAll(/\s+/g, '-').slice(0, MAX_SHORTCUT);
  for (let n = 2, free = word; ; n++) {
    if (!taken.has(sameWord(free))) return free;
    free = `${word.slice(0, MAX_SHORTCUT - String(n).length - 1)}-${n}`;
  }
}

/** New rows of the reader's own for these replies, without those that are there already; each short-cut is free. */
export function broughtTo(rows: readonly CannedRow[], replies: readonly CannedText[]): readonly CannedRow[] {
  const all = [...rows];
  for (const { shortcut, text } of replies) {
    if (all.some((row) => row.text === text && sameWord(row.shortcut) === sameWord(shortcut))) continue;
    const taken = new Set(all.filter(({ owner }) => owner === 'own').map((row) => sameWord(row.shortcut)));
    all.push(newRow({ shortcut: freeWord(shortcut, taken), text }));
  }
  return all.slice(rows.length);
}

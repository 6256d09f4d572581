import { expect, test } from '@jest/globals';
import { array, assert, constantFrom, property, record, string } from 'fast-check';
import type { CannedReply } from '../api/cannedReply.ts';
import { sameWord } from './cannedReplies.ts';
import { broughtTo, type CannedRow, newRow, nextToWrite, ownedBy, rowsOf, twiceIn } from './cannedRows.ts';

const HELLO: CannedReply = { id: 'h', owner: 'own', shortcut: 'hello', text: 'Hello' };
const BYE: CannedReply = { id: 'b', owner: 'own', shortcut: 'bye', text: 'Goodbye' };
const TEAMS: CannedReply = { id: 't', owner: 'team', shortcut: 'hello', text: 'Hello from us' };

/** Writes all that is to be written, as a server would take it; the short-cuts that were written, in order. */
function write(rows: readonly CannedRow[]): string[] {
  const written: string[] = [];
  let left = rows;
  for (let row = nextToWrite(left); row; row = nextToWrite(left)) {
    const { id, owner, shortcut, text } = row;
    written.push(shortcut);
    left = left.map((one) => (one === row ? { ...one, was: { id, owner, shortcut, text } } : one));
  }
  return written;
}

test('what wasn’t changed isn’t written, what was is, once', () => {
  const [hello, bye] = rowsOf([HELLO, BYE]);
  if (!hello || !bye) throw new Error('two rows');
  expect(nextToWrite([hello, bye])).toBeUndefined();
  expect(write([{ ...hello, text: 'Hi' }, bye, newRow({ shortcut: 'new', text: 'New' })])).toEqual([
    'hello',
    'new',
  ]);
  expect(write([ownedBy(hello, 'team'), bye])).toEqual(['hello']);
});

test('a short-cut that another row leaves is written after it has left', () => {
  const [hello, bye] = rowsOf([HELLO, BYE]);
  if (!hello || !bye) throw new Error('two rows');
  expect(
    write([
      { ...hello, shortcut: 'bye' },
      { ...bye, shortcut: 'tschüs' },
    ]),
  ).toEqual(['tschüs', 'bye']);
});

test('for somebody else a reply has another id, and its old one when it comes back', () => {
  const [hello] = rowsOf([HELLO]);
  if (!hello) throw new Error('a row');
  const teams = ownedBy(hello, 'team');
  expect(teams).toMatchObject({ owner: 'team', shortcut: 'hello', was: HELLO });
  expect(teams.id).not.toBe('h');
  expect(ownedBy(teams, 'own')).toEqual(hello);
});

test('a short-cut stands twice with one owner, upper case or not, and once with each', () => {
  const more = newRow({ shortcut: 'HELLO', text: 'x' });
  expect(twiceIn(rowsOf([HELLO, BYE, TEAMS]))).toBeUndefined();
  expect(twiceIn([...rowsOf([HELLO, BYE]), more])).toBe(more);
});

test('what is brought over keeps its text, once, under a short-cut that is one free word', () => {
  const anyWord = constantFrom('hello', 'Hello', 'a b', 'x'.repeat(40), 'bye', 'more');
  const anyText = record({ shortcut: anyWord, text: string({ minLength: 1, maxLength: 3 }) });
  assert(
    property(array(anyText, { maxLength: 30 }), (replies) => {
      const rows = rowsOf([HELLO, BYE, TEAMS]);
      const brought = broughtTo(rows, replies);
      expect(twiceIn([...rows, ...brought])).toBeUndefined();
      for (const { shortcut, owner } of brought) {
        expect(shortcut).toMatch(/^\S{1,30}$/);
        expect(owner).toBe('own');
      }
      for (const { text } of replies) expect(brought.some((row) => row.text === text)).toBe(true);
      expect(brought.length).toBeLessThanOrEqual(replies.length);
    }),
    { numRuns: 200 },
  );
});

test('what is there already isn’t brought over, whoever’s it is', () => {
  const replies = [HELLO, { shortcut: 'HELLO', text: TEAMS.text }, { shortcut: 'bye', text: 'Else' }];
  const brought = broughtTo(rowsOf([HELLO, BYE, TEAMS]), replies);
  expect(brought.map(({ shortcut, text }) => [sameWord(shortcut), text])).toEqual([['bye-2', 'Else']]);
});

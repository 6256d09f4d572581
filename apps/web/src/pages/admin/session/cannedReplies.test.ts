import { expect, test } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { askedFor, filled, inUse } from './cannedReplies.ts';

const REPLIES = [
  { shortcut: 'bye', text: 'Goodbye' },
  { shortcut: 'Hello', text: 'Hello {name}, about {session}: {other} {name}' },
  { shortcut: 'shell', text: 'A reply' },
];
const shortcuts = (text: string) => askedFor(text, REPLIES)?.map(({ shortcut }) => shortcut);

test.each([
  ['hello', undefined],
  ['/hello there', undefined],
  ['/', ['bye', 'Hello', 'shell']],
  ['/hel', ['Hello', 'shell']],
  ['/good', ['bye']],
  ['/nothing', []],
])('%j asks for %j', (text, found) => {
  expect(shortcuts(text)).toEqual(found);
});

test('variables are filled in exactly, whatever they hold', () => {
  assert(
    property(string(), string(), (name, session) => {
      const text = filled(REPLIES[1] ?? { shortcut: '', text: '' }, { name, session });
      expect(text).toBe(`Hello ${name}, about ${session}: {other} ${name}`);
    }),
    { numRuns: 200 },
  );
});

test('an own reply comes in place of the team’s of its short-cut', () => {
  const of = (owner: 'own' | 'team', shortcut: string) => ({
    id: `${owner} ${shortcut}`,
    owner,
    shortcut,
    text: 'x',
  });
  const all = [of('own', 'Hello'), of('team', 'hello'), of('team', 'bye')];
  expect(inUse(all).map(({ id }) => id)).toEqual(['own Hello', 'team bye']);
});

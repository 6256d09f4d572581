import { describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { type Handover, handoversOf, type InCharge, type SeenHandover } from './handovers.ts';

const NOBODY: InCharge = { person: undefined, awaited: undefined };
const line = (...said: (readonly [Message['sender'], (string | undefined)?, string?])[]): Message[] =>
  said.map(
    ([sender, senderName, replyTo], at) =>
      ({ id: `${at + 1}`, seq: at + 1, sender, senderName, replyTo }) as Message,
  );
const names = (handovers: readonly Handover[] | undefined) => handovers?.map(({ person }) => person);

describe('[P53] who came and went stands in the timeline', () => {
  test.each([
    ['nobody ever came', line(['user'], ['assistant', undefined, '1']), [], NOBODY, {}, []],
    [
      'somebody spoke',
      line(['user'], ['admin', 'Anna']),
      [],
      { ...NOBODY, person: 'Anna' },
      { 2: ['Anna'] },
      [],
    ],
    ['somebody is here and hasn’t spoken', line(['user']), [], { ...NOBODY, person: 'Anna' }, {}, ['Anna']],
    ['somebody left', line(['user'], ['admin', 'Anna']), [], NOBODY, { 2: ['Anna'] }, [undefined]],
    [
      'the assistant answered again: it was back before the question',
      line(['user'], ['admin', 'Anna'], ['user'], ['assistant', undefined, '3']),
      [],
      NOBODY,
      { 2: ['Anna'], 3: [undefined] },
      [],
    ],
    [
      'what it answered was said before the person spoke',
      line(['user'], ['admin', 'Anna'], ['assistant', undefined, '1']),
      [],
      NOBODY,
      { 2: ['Anna'], 3: [undefined] },
      [],
    ],
    [
      'it is about to answer',
      line(['admin', 'Anna'], ['user']),
      [],
      { person: undefined, awaited: '2' },
      { 1: ['Anna'], 2: [undefined] },
      [],
    ],
    [
      'one handed over to another',
      line(['admin', 'Anna'], ['admin', 'Ben']),
      [],
      { ...NOBODY, person: 'Ben' },
      { 1: ['Anna'], 2: ['Ben'] },
      [],
    ],
    [
      'what was seen stands where it happened',
      line(['user'], ['user'], ['admin', 'Anna'], ['user']),
      [
        { afterSeq: 1, person: 'Anna' },
        { afterSeq: 3, person: undefined },
      ],
      NOBODY,
      { 2: ['Anna'], 4: [undefined] },
      [],
    ],
  ] as [
    string,
    Message[],
    SeenHandover[],
    InCharge,
    Record<string, (string | undefined)[]>,
    (string | undefined)[],
  ][])('%s', (_when, messages, seen, now, before, atEnd) => {
    const handovers = handoversOf(messages, seen, now);
    const put = [...handovers.before].map(([id, all]) => [id, names(all)]);
    expect(Object.fromEntries(put)).toEqual(before);
    expect(names(handovers.atEnd)).toEqual(atEnd);
  });

  test('in any conversation they take turns, every person’s words stand under theirs, and the last one is true', () => {
    const entry = record({
      sender: constantFrom('user', 'assistant', 'admin'),
      name: constantFrom('Anna', 'Ben'),
      asks: integer({ min: 1, max: 9 }),
    });
    const seen = record({
      afterSeq: integer({ min: 0, max: 9 }),
      person: constantFrom('Anna', 'Ben', undefined),
    });
    assert(
      property(
        array(entry, { maxLength: 9 }),
        array(seen, { maxLength: 3 }),
        boolean(),
        (entries, marks, here) => {
          const messages = line(
            ...entries.map(
              ({ sender, name, asks }) =>
                [sender as Message['sender'], sender === 'admin' ? name : undefined, `${asks}`] as const,
            ),
          );
          const person = here ? 'Anna' : undefined;
          const sorted = marks.toSorted((a, b) => a.afterSeq - b.afterSeq);
          const { before, atEnd } = handoversOf(messages, sorted, { person, awaited: undefined });
          let present: string | undefined;
          for (const { id, sender, senderName } of messages) {
            for (const { person: next } of before.get(id) ?? []) present = next;
            if (sender === 'admin') expect(present).toBe(senderName);
          }
          for (const { person: next } of atEnd) {
            expect(next).not.toBe(present);
            present = next;
          }
          expect(present).toBe(person);
        },
      ),
      { numRuns: 500 },
    );
  });
});

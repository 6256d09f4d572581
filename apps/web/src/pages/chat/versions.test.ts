import { describe, expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { placesOf } from './versions.ts';

const ids = (messages: readonly Message[], hasOlder = false): string[] =>
  placesOf(messages, hasOlder).map(({ message, versions }) =>
    [...versions.slice(0, -1), message].map(({ id }) => id).join('>'),
  );
const entry = (seq: number, more: Partial<Message> = {}): Message =>
  ({ id: `${seq}`, seq, sender: 'user', status: 'complete', text: '', ...more }) as Message;
const answer = (seq: number, replyTo: number, more: Partial<Message> = {}): Message =>
  entry(seq, { sender: 'assistant', replyTo: `${replyTo}`, ...more });

/** A conversation in which some answers were written again and some messages changed, in any order. */
const history = array(record({ what: constantFrom('say', 'again', 'edit'), at: nat() }), {
  maxLength: 30,
}).map((steps) => {
  const all: Message[] = [];
  const put = (made: Message): void => void all.push(made);
  const hide = (message: Message): void => {
    all[message.seq - 1] = { ...message, status: 'superseded' };
  };
  for (const { what, at } of steps) {
    const live = all.filter(({ status }) => status !== 'superseded');
    const answers = live.filter(({ sender }) => sender === 'assistant');
    const said = live.filter(({ sender }) => sender === 'user');
    const chosen = what === 'again' ? answers[at % answers.length] : said[at % said.length];
    if (what === 'say' || !chosen) {
      put(entry(all.length + 1));
      put(answer(all.length + 1, all.length));
    } else if (what === 'again') {
      hide(chosen);
      put(answer(all.length + 1, Number(chosen.replyTo), { replaces: chosen.id }));
    } else {
      for (const later of live)
        if (Number(later.replyTo ?? later.id) >= chosen.seq && later !== chosen) hide(later);
      put(answer(all.length + 1, chosen.seq));
    }
  }
  return all;
});

describe('what is shown of a conversation', () => {
  test('a new version stands where the first one stood, with those before it', () => {
    const old = { status: 'superseded' } as const;
    const all = [
      entry(1),
      answer(2, 1, old),
      entry(3),
      answer(4, 3),
      answer(5, 1, { ...old, replaces: '2' }),
    ];
    expect(ids([...all, answer(6, 1, { replaces: '5' })])).toEqual(['1', '2>5>6', '3', '4']);
  });

  test('what replaces something that isn’t loaded waits for it, or stands at its own place when it never comes', () => {
    const all = [entry(3), answer(4, 3), answer(5, 1, { replaces: '2' })];
    expect(ids(all, true)).toEqual(['3', '4']);
    expect(ids(all, false)).toEqual(['3', '4', '5']);
  });

  test('[P12] each entry that counts is shown once, questions by seq, each answer behind what it answers', () => {
    assert(
      property(history, (all) => {
        const places = placesOf(all, false);
        const live = all.filter(({ status }) => status !== 'superseded');
        expect(places.map(({ message }) => message.id).sort()).toEqual(live.map(({ id }) => id).sort());
        const said = places.map(({ message }) => message).filter(({ sender }) => sender === 'user');
        expect(said.map(({ seq }) => seq)).toEqual(said.map(({ seq }) => seq).toSorted((a, b) => a - b));
        for (const [at, { message, versions }] of places.entries()) {
          if (message.sender === 'assistant') expect(places[at - 1]?.message.id).toBe(message.replyTo);
          expect(versions.at(-1)).toBe(message);
          expect(versions.every(({ replyTo }) => replyTo === message.replyTo)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('pages shown one after the other give the same as all at once, and nothing moves from one place to another', () => {
    assert(
      property(history, nat(), (all, from) => {
        const whole = ids(all);
        const part = placesOf(all.slice(from % (all.length + 1)), true).map(({ message }) => message.id);
        const heads = placesOf(all, false).map(({ message }) => message.id);
        expect(heads.filter((id) => part.includes(id))).toEqual(part);
        expect(whole).toHaveLength(heads.length);
      }),
      { numRuns: 200 },
    );
  });
});

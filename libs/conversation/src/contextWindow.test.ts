import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { conversationTo, toContext } from './contextWindow.ts';
import type { Entry } from './state.ts';

const entry = (seq: number, id: string, text: string, replyTo?: string): Entry => ({
  id,
  sessionId: 's',
  seq,
  rev: seq,
  sender: replyTo === undefined ? 'user' : 'assistant',
  kind: 'text',
  text,
  attachments: [],
  status: 'complete',
  createdAt: seq,
  ...(replyTo !== undefined && { replyTo }),
});
const file = { fileId: 'f', name: 'a.txt', mime: 'text/plain', size: 1 };
const texts = (said: readonly Entry[], replyTo: string) =>
  conversationTo(said, replyTo).map((one) => toContext(one).text);

describe('conversationTo', () => {
  test('puts each answer behind its message and leaves out what waits behind the asked one', () => {
    const said = [entry(1, 'a', 'A'), entry(2, 'b', 'B'), entry(3, 'x', 'to A', 'a'), entry(4, 'c', 'C')];
    expect(texts(said, 'b')).toEqual(['A', 'to A', 'B']);
    expect(texts(said, 'a')).toEqual(['A']);
    expect(texts(said, 'none')).toEqual([]);
  });

  test('[P27] ends with the message to answer, has people’s words marked, and nothing that doesn’t count', () => {
    const any = fc.record({
      sender: fc.constantFrom<Entry['sender']>('user', 'admin', 'system'),
      status: fc.constantFrom<Entry['status']>('complete', 'superseded', 'streaming', 'interrupted'),
      text: fc.constantFrom('', 'said'),
      attachments: fc.boolean().map((has): Entry['attachments'] => (has ? [file] : [])),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (before) => {
        const said = before.map((one, at) => ({
          ...entry(at + 1, `m${at}`, ''),
          ...one,
          senderName: 'Eve] x',
        }));
        const read = conversationTo([...said, entry(99, 'last', 'Q')], 'last');
        expect(read.at(-1)?.id).toBe('last');
        const counts = said.filter(
          ({ sender, status, text, attachments }) =>
            sender !== 'system' &&
            (status === 'complete' || status === 'interrupted') &&
            (text !== '' || attachments.length > 0),
        );
        expect(read.slice(0, -1)).toEqual(counts);
        for (const one of read.filter(({ sender }) => sender === 'admin'))
          expect(toContext(one).text).toBe(`[Eve x, a person of the team] ${one.text}`);
      }),
    );
  });
});

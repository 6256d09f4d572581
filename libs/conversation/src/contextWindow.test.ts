import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { contextWindow } from './contextWindow.ts';
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
const one = () => 1;

describe('contextWindow', () => {
  test('puts each answer behind its message and leaves out what waits behind the asked one', () => {
    const said = [entry(1, 'a', 'A'), entry(2, 'b', 'B'), entry(3, 'x', 'to A', 'a'), entry(4, 'c', 'C')];
    expect(contextWindow(said, 'b', 1_000).map(({ text }) => text)).toEqual(['A', 'to A', 'B']);
    expect(contextWindow(said, 'a', 1_000).map(({ text }) => text)).toEqual(['A']);
  });

  test('[P27] keeps the newest that fit, and always the message to answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(300), (count, room) => {
        const said = Array.from({ length: count }, (_, at) => entry(at + 1, `m${at}`, `text ${at}`));
        const chosen = contextWindow(said, `m${count - 1}`, room, one);
        const fitting = Math.max(1, Math.min(count, Math.floor(room / 5)));
        expect(chosen.map(({ text }) => text)).toEqual(said.slice(-fitting).map(({ text }) => text));
      }),
    );
  });
});

import { expect, test } from '@jest/globals';
import type { Message } from '@parley/protocol';
import { ThoughtSpans } from './thoughtSpans.ts';

const written = (more: Partial<Message>): Message[] => [
  { id: 'a', status: 'streaming', text: '', ...more } as Message,
];

test('a model thinks from its first thought to its first word, or to the end', () => {
  const spans = new ThoughtSpans();
  spans.look(written({}), 0);
  spans.look(written({ reasoning: 'a' }), 1000);
  spans.look(written({ reasoning: 'ab' }), 2000);
  expect(spans.of('a')).toBeUndefined();
  spans.look(written({ reasoning: 'ab', text: 'x' }), 4500);
  spans.look(written({ reasoning: 'abc', text: 'xy' }), 9000);
  spans.look(written({ reasoning: 'abc', text: 'xy', status: 'complete' }), 10_000);
  expect(spans.of('a')).toBe(3500);
  const stopped = new ThoughtSpans();
  stopped.look(written({}), 0);
  stopped.look(written({ reasoning: 'a' }), 10);
  stopped.look(written({ reasoning: 'a', status: 'stopped' }), 30);
  expect(stopped.of('a')).toBe(20);
});

test('of an answer that was begun when it was first seen, or that never thought, nothing is known', () => {
  const spans = new ThoughtSpans();
  spans.look(written({ reasoning: 'a' }), 0);
  spans.look(written({ reasoning: 'a', text: 'x' }), 1000);
  expect(spans.of('a')).toBeUndefined();
  const plain = new ThoughtSpans();
  plain.look(written({}), 0);
  plain.look(written({ text: 'x' }), 10);
  plain.look(written({ text: 'x', status: 'complete' }), 20);
  expect(plain.of('a')).toBeUndefined();
});

test('an answer that starts again is timed anew', () => {
  const spans = new ThoughtSpans();
  spans.look(written({}), 0);
  spans.look(written({ reasoning: 'a' }), 100);
  spans.look(written({}), 5000);
  spans.look(written({ reasoning: 'b' }), 6000);
  spans.look(written({ reasoning: 'b', text: 'x' }), 6500);
  expect(spans.of('a')).toBe(500);
});

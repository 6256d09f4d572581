import { describe, expect, test } from '@jest/globals';
import { Unread } from '@parley/protocol';
import { array, assert, constantFrom, date, integer, option, property } from 'fast-check';
import { errorWords } from './errorWords.ts';
import { noticeWords } from './noticeWords.ts';
import { quotaWords } from './quotaWords.ts';
import { thoughtWords } from './thoughtWords.ts';
import { unreadWords } from './unreadWords.ts';
import { waitingWords } from './waitingWords.ts';
import { waitWords } from './waitWords.ts';

test('how long a model thought', () => {
  expect([0, 900, 1999, 2000, 59_999].map((ms) => thoughtWords(false, ms))).toEqual(
    [1, 1, 1, 2, 59].map((seconds) => `Thought for ${seconds} s`),
  );
  expect(thoughtWords(false, 120_000)).toBe('Thought for 2 min');
  expect(thoughtWords(false, undefined)).toBe('Thoughts');
  expect(thoughtWords(true, undefined)).toBe('Thinking…');
});

test('what an answer waits for', () => {
  expect(waitingWords('busy', undefined)).toBe(
    'The model is busy – your answer starts as soon as there is a place.',
  );
  expect(waitingWords('retry', 3001)).toBe('The model had a problem – trying again in 4 s.');
  expect(waitingWords('retry', 0)).toBe('The model had a problem – trying again now.');
});

describe('files that a model was not shown', () => {
  const file = (name: string, reason: Unread['reason']): Unread => ({
    fileId: crypto.randomUUID(),
    name,
    reason,
  });
  test('are named with the reason', () => {
    expect(unreadWords([file('photo.png', 'no_vision')], 'Demo')).toEqual([
      'Demo can’t see images: photo.png was not shown to it.',
    ]);
    const all = [file('a.png', 'no_vision'), file('big.pdf', 'too_large'), file('b.png', 'no_vision')];
    expect(unreadWords(all, 'Demo')).toEqual([
      'Demo can’t see images: a.png and b.png were not shown to it.',
      'Too large for Demo: big.pdf was not shown to it.',
    ]);
  });

  test('any of them stands in exactly one sentence, of as many as there are reasons', () => {
    const reasons = Unread.shape.reason.options;
    assert(
      property(array(constantFrom(...reasons), { maxLength: 12 }), (given) => {
        const unread = given.map((reason, at) => file(`<${at}>`, reason));
        const lines = unreadWords(unread, 'Demo');
        expect(lines).toHaveLength(new Set(given).size);
        for (const { name } of unread) expect(lines.filter((line) => line.includes(name))).toHaveLength(1);
        for (const line of lines) expect(line).toMatch(/^[A-Z].* (was|were) not shown to it\.$/);
      }),
    );
  });
});

describe('an allowance that is used up', () => {
  const now = new Date(2026, 2, 3, 22, 0);
  test('says when there is a new one, reckoned from when it was told', () => {
    const told = new Date(2026, 2, 3, 20, 0);
    expect(quotaWords(4 * 3_600_000, told, now)).toMatch(/from tomorrow at .*12:00.* on\.$/);
    expect(quotaWords(3 * 3_600_000, told, now)).toMatch(/from .*11:00.* on\.$/);
    expect(quotaWords(4 * 3_600_000 - 900, told, now)).toMatch(/from tomorrow at .*12:00.* on\.$/);
    expect(quotaWords(3_600_000, told, now)).toMatch(/ask again\.$/);
    expect(quotaWords(undefined, told, now)).toMatch(/ask again later\.$/);
  });

  test('is whole sentences at any time, and the same for a failed answer as for an error', () => {
    const moment = date({ min: new Date(2026, 0, 1), max: new Date(2027, 0, 1), noInvalidDate: true });
    assert(
      property(moment, option(integer({ min: 0, max: 9e8 }), { nil: undefined }), (at, retryAfterMs) => {
        const error = { category: 'rate_limit', code: 'quota', message: '', recoverable: true } as const;
        const told = { ...error, ...(retryAfterMs !== undefined && { retryAfterMs }) };
        const words = errorWords(told, at);
        expect(words).toMatch(/^Your allowance .*\.$/);
        const message = { status: 'failed', text: '', createdAt: at.toISOString(), error: told };
        expect(noticeWords(message as Parameters<typeof noticeWords>[0])).toBe(words);
      }),
    );
  });
});

test('long waits are told in hours', () => {
  expect([3_599_000, 3_600_000, 3_601_000, 86_400_000].map(waitWords)).toEqual([
    'in an hour',
    'in an hour',
    'in 2 hours',
    'in 24 hours',
  ]);
});

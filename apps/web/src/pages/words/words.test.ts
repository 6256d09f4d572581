import { describe, expect, test } from '@jest/globals';
import { ERROR_CODES, MessageStatus, type Message } from '@parley/protocol';
import { assert, constantFrom, date, integer, property, string } from 'fast-check';
import { dayWords, sameDay } from './dayWords.ts';
import { errorWords } from './errorWords.ts';
import { noticeWords } from './noticeWords.ts';
import { waitWords } from './waitWords.ts';

describe('errors in words', () => {
  test('[P33] every error is whole sentences that name no code', () => {
    const code = constantFrom(...Object.values(ERROR_CODES).flat());
    assert(
      property(code, integer({ min: 0, max: 10_000_000 }), (code, retryAfterMs) => {
        const words = errorWords({ code, message: 'what the server said.', retryAfterMs });
        expect(words).toMatch(/^[A-Z].*\.$/);
        expect(words).not.toContain('_');
      }),
    );
  });

  test('an unknown one says what the server said', () => {
    assert(
      property(string(), (message) => expect(errorWords({ code: 'brand_new', message })).toContain(message)),
    );
  });

  test('says when to try again', () => {
    expect(errorWords({ code: 'messages', message: '', retryAfterMs: 11_200 })).toMatch(
      /try again in 12 seconds\.$/,
    );
    expect([0, 999, 1000, 59_000, 60_000, 61_000].map(waitWords)).toEqual(
      'in a moment|in a moment|in a second|in 59 seconds|in a minute|in 2 minutes'.split('|'),
    );
  });
});

test('how an answer ended is said exactly where it isn’t plain', () => {
  const say = (status: Message['status'], text: string) => noticeWords({ status, text } as Message);
  const silent = MessageStatus.options.filter((status) => say(status, 'text') === undefined);
  expect(silent.sort()).toEqual(['complete', 'streaming', 'superseded']);
  expect(say('stopped', '')).not.toBe(say('stopped', 'text'));
});

describe('days', () => {
  const now = new Date(2026, 2, 3, 0, 5);
  test.each([
    [new Date(2026, 2, 3, 0, 1), 'Today'],
    [new Date(2026, 2, 2, 23, 59), 'Yesterday'],
    [new Date(2026, 2, 1, 12), 'Sunday, March 1'],
    [new Date(2025, 11, 31), 'Wednesday, December 31, 2025'],
  ])('%s is %s', (moment, words) => {
    expect(dayWords(moment, now, 'en-US')).toBe(words);
  });

  test('two moments have the same words exactly when they lie on the same day', () => {
    const moment = date({ min: new Date(2000, 0), max: new Date(2100, 0), noInvalidDate: true });
    assert(
      property(moment, integer({ min: -50, max: 50 }), (a, hours) => {
        const b = new Date(a.getTime() + hours * 3_600_000);
        expect(dayWords(a, now, 'en-US') === dayWords(b, now, 'en-US')).toBe(sameDay(a, b));
      }),
    );
  });
});

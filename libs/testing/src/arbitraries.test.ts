import { describe, expect, test } from '@jest/globals';
import { UserId, Uuid } from '@parley/protocol';
import * as fc from 'fast-check';
import { anyMessageText, anyText, anyUserId, anyUuid } from './arbitraries.ts';

const runs = { numRuns: 300 };

describe('arbitraries', () => {
  test('ids are ids', () => {
    fc.assert(
      fc.property(anyUuid(), (id) => Uuid.safeParse(id).success),
      runs,
    );
    fc.assert(
      fc.property(anyUserId(), (id) => UserId.safeParse(id).success),
      runs,
    );
  });

  test('message texts are well-formed and say something', () => {
    fc.assert(
      fc.property(anyMessageText(), (text) => text.isWellFormed() && /[\p{L}\p{So}]/u.test(text)),
      runs,
    );
  });

  test.each([
    ['lone surrogates', (text: string) => !text.isWellFormed()],
    ['control characters', (text: string) => /\p{Cc}/u.test(text)],
    ['bidi controls', (text: string) => /[\u202a-\u202e\u2066-\u2069]/.test(text)],
    ['text from right to left', (text: string) => /[\u0590-\u06ff]/.test(text)],
    ['characters beyond the first plane', (text: string) => /[\u{10000}-\u{10ffff}]/u.test(text)],
    ['markup', (text: string) => text.includes('<script>')],
    ['nothing at all', (text: string) => text === ''],
  ])('any text has %s at times', (_what, has) => {
    expect(fc.sample(anyText(), 2000).some(has)).toBe(true);
  });
});

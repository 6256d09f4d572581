import { describe, expect, test } from '@jest/globals';
import { anyText } from '@parley/testing';
import { assert, property } from 'fast-check';
import { attachment } from './attachment.ts';
import { fileName } from './fileName.ts';

describe('fileName', () => {
  test.each([
    ['Holiday plans', 'Holiday plans'],
    ['旅行の計画 2026', '旅行の計画 2026'],
    ['خطة السفر', 'خطة السفر'],
    ['Пётр & Zoë’s 🧑‍🚀', 'Пётр & Zoë’s 🧑‍🚀'],
    ['../../etc/passwd', 'etc passwd'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
    ['  . hidden. ', 'hidden'],
    ['CON', '_CON'],
    ['lpt1.txt', '_lpt1.txt'],
    ['', 'conversation'],
    ['///', 'conversation'],
  ])('%j becomes %j', (name, expected) => {
    expect(fileName(name)).toBe(expected);
  });

  test('any name becomes one that every file system takes', () => {
    assert(
      property(anyText(), (name) => {
        const safe = fileName(name);
        expect(safe).toMatch(/^[^\p{Cc}\p{Cs}\\/:*?"<>|]+$/u);
        expect(safe).not.toMatch(/^[\s.]|[\s.]$/u);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(181);
        expect(fileName(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});

describe('attachment', () => {
  test('any name is read back from the header, which is plain ASCII', () => {
    assert(
      property(anyText(), (text) => {
        const name = `${fileName(text)}.md`;
        const header = attachment(name, 'conversation.md');
        expect(header).toMatch(/^[\x20-\x7e]+$/u);
        const [, encoded] =
          /^attachment; filename="conversation\.md"; filename\*=UTF-8''((?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})+)$/u.exec(
            header,
          ) ?? [];
        expect(decodeURIComponent(encoded ?? '')).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { anyMessageText } from '@parley/testing';
import { array, assert, constantFrom, oneof, property } from 'fast-check';
import { lexer } from 'marked';
import { blockMarkdown } from './blockMarkdown.ts';

const NASTY = [
  '```',
  '````js',
  '~~~',
  '``` x`',
  '<!-- no end',
  '<script>',
  ' <pre>',
  '<?x',
  '> ```',
  '# T',
  '',
  'word',
];
const lines = (more: readonly string[]) =>
  array(constantFrom(...NASTY, ...more), { maxLength: 6 }).map((chosen) => chosen.join('\n'));

describe('blockMarkdown', () => {
  test('leaves texts and whole blocks of code as they are', () => {
    const text =
      'Look:\n\n```ts\nconst a = `<script>`;\n```\n\n~~~\n<!-- kept -->\n~~~\nand *this* <b>too</b>';
    expect(blockMarkdown(text)).toBe(text);
  });

  test('closes a fence that was left open, and shows HTML that would swallow the rest', () => {
    expect(blockMarkdown('````py\nprint(1)\n```')).toBe('````py\nprint(1)\n```\n````');
    expect(blockMarkdown('<!-- what\n  <Script src=x>')).toBe('\\<!-- what\n  \\<Script src=x>');
  });

  test('whatever a text holds, what follows is no part of it', () => {
    const text = oneof(lines(['   ```', '  ~~~']), lines(['- a', '12. b']), anyMessageText());
    assert(
      property(text, (text) => {
        const last = lexer(`${blockMarkdown(text)}\n\n## Next\n`).at(-1);
        expect(last).toMatchObject({ type: 'heading', depth: 2, text: 'Next' });
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { anyMessageText } from '@parley/testing';
import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
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
  array(tuple(constantFrom(...NASTY, ...more), constantFrom('\n', '\n', '\r', '\r\n')), { maxLength: 6 }).map(
    (chosen) => chosen.flat().join(''),
  );

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

  test.each(['\r', '\r\n', '\n'])('a line ends with %j, and what ends it stays', (end) => {
    expect(blockMarkdown(`a${end}\`\`\``)).toBe(`a${end}\`\`\`\n\`\`\``);
    expect(blockMarkdown(`~~~${end}<!-- kept${end}~~~${end}<!-- shown`)).toBe(
      `~~~${end}<!-- kept${end}~~~${end}\\<!-- shown`,
    );
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

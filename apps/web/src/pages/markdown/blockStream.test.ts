import { describe, expect, test } from '@jest/globals';
import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { BlockStream } from './blockStream.ts';
import { renderBlocks } from './markdown.ts';

const PIECES = [
  'a word **bold** _em_ `code` [link](https://a.b) $x_1$ <b> 1. - # | > ``` ~~~ $$ <!-- <div> == -- *** \\ 😀 ```js',
  'a | b\n--|--\n- [ ] x\n| - |',
];
const word = constantFrom(...PIECES.flatMap((line, at) => line.split(at === 0 ? ' ' : '\n')));
const gap = constantFrom('', ' ', '\n', '\n\n', '\n  ', '\n    ', '\n\n\n');
const markdown = array(tuple(word, gap), { maxLength: 40 }).map((parts) => parts.flat().join(''));

/** What models write: whole blocks, one after the other. */
const BLOCKS = [
  'Some words.',
  'Two\nlines with `code` and **bold**.',
  '# Heading',
  'Heading\n---',
  '- a\n- b\n  - c\n\n  more',
  '1. a\n2. b',
  '> quoted\n> twice\nlazily',
  '```js\nconst a = 1;\n\n// two\n```',
  '~~~\n```\n~~~',
  '    indented',
  '***',
  '| a | b |\n|---|--:|\n| 1 | 2 |',
  '$$\nx^2\n$$',
  '\\[ y_1 \\]',
  'costs $5 or $6',
  '- [ ] todo\n- [x] done',
  `words\n${'> '.repeat(60)}deep\nlazily`,
  'words\n```\ncode\n```\nwords',
  'words\n```a``` b',
  'words\n- item',
  'words\n#hash',
  'words\n1) one\n\n2. two',
  'words\n>quoted',
  '$$\nx\n- y\n# z\n$$',
];
const document = array(tuple(constantFrom(...BLOCKS), constantFrom('\n\n', '\n\n\n')), { maxLength: 12 }).map(
  (parts) => parts.flat().join(''),
);

/** The text cut at the given fractions: what it looked like after each delta. */
const prefixes = (text: string, cuts: readonly number[]): string[] =>
  [...cuts.map((cut) => text.slice(0, Math.floor(cut * text.length))), text].sort(
    (a, b) => a.length - b.length,
  );

const cuts = array(
  integer({ min: 0, max: 1000 }).map((permille) => permille / 1000),
  { maxLength: 60 },
);

describe('an answer that is being written', () => {
  test('[P28] any chunking of a text ends as the blocks of the whole', () => {
    assert(
      property(markdown, cuts, (text, cuts) => {
        const stream = new BlockStream();
        for (const prefix of prefixes(text, cuts)) stream.write(prefix);
        expect(stream.end(text)).toEqual(renderBlocks(text));
      }),
      { numRuns: 500 },
    );
  });

  test('of any document it is right before it has ended, too', () => {
    assert(
      property(document, cuts, (text, cuts) => {
        const stream = new BlockStream();
        let last: readonly string[] = [];
        for (const prefix of prefixes(text, cuts)) last = stream.write(prefix);
        expect(last).toEqual(renderBlocks(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('what the lexer stumbles over is shown as it was written, and the rest is set', () => {
    const odd = '- [ ] xa\n    >-\na';
    expect(renderBlocks(`**bold**\n\n${odd}\n\nend`)).toEqual([
      '<p><strong>bold</strong></p>\n',
      '<p>- [ ] xa<br>    &gt;-<br>a</p>\n',
      '<p>end</p>\n',
    ]);
    expect(() => renderBlocks('>'.repeat(20_000))).not.toThrow();
  });

  test('what is nested deeper than anyone reads is text, and costs no more than that', () => {
    for (const mark of ['> ', '>', '+ ', '1. ']) {
      const stream = new BlockStream();
      const text = `${mark.repeat(2000)}end`;
      const before = performance.now();
      for (let to = 0; to < text.length; to += 50) stream.write(text.slice(0, to));
      expect(performance.now() - before).toBeLessThan(2000);
      expect(stream.write(`${text}\n\nafter`).at(-1)).toBe('<p>after</p>\n');
      expect(stream.end(text)).toEqual([`<p>${text.replaceAll('>', '&gt;')}</p>\n`]);
      expect(renderBlocks(`${mark.repeat(20)}end`)[0]).toMatch(/^(?:<(?:blockquote|[ou]l|li)>\n?){20}/);
    }
  });

  test('a settled block is not rendered again', () => {
    const stream = new BlockStream();
    const first = stream.write('one\n\ntwo\nlines')[0];
    expect(stream.write('one\n\ntwo\nlines\n\nthree')[0]).toBe(first);
  });

  test('a text that starts anew forgets the old one', () => {
    const stream = new BlockStream();
    stream.write('# one\n\ntwo\n\nthree');
    expect(stream.write('other')).toEqual(['<p>other</p>\n']);
  });
});

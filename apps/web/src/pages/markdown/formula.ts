import type { MarkedExtension, Tokens } from 'marked';
import { formulaHtml } from './formulaHtml.ts';

const INLINE = [/^\$(?![\s$])((?:\\.|[^\\$\n])+?)(?<![\s\\])\$(?!\d)/, /^\\\((.+?)\\\)/];
// As in TeX, no blank line stands within a formula: so a stray "$$" can't take the rest of an answer with it.
const LINES = String.raw`((?:(?!\n[ \t]*\n)[\s\S])+?)`;
const BLOCK = [
  new RegExp(String.raw`^ {0,3}\$\$(?![ \t]*\n[ \t]*\n)[ \t]*\n?${LINES}\n?[ \t]*\$\$[ \t]*(?:\n|$)`),
  new RegExp(String.raw`^ {0,3}\\\[${LINES}\\\][ \t]*(?:\n|$)`),
];

/** May a formula have begun in this text that a later part of it ends? */
export const mayGrowFormula = (text: string): boolean =>
  /(?:^|\n) {0,3}(?:\$\$|\\\[)(?![\s\S]*\n[ \t]*\n)/.test(text);

const take = (type: string, rules: readonly RegExp[], source: string): Tokens.Generic | undefined => {
  for (const rule of rules) {
    const match = rule.exec(source);
    if (match) return { type, raw: match[0], text: match[1]?.trim() ?? '' };
  }
  return undefined;
};

/** Formulas between `$`, `$$` or their brackets are set apart, and markdown leaves their underscores and stars alone. */
export const formula: MarkedExtension = {
  extensions: [
    {
      name: 'formula',
      level: 'inline',
      start: (source) => /\$|\\\(/.exec(source)?.index,
      tokenizer: (source) => take('formula', INLINE, source),
      renderer: (token) => `<span data-formula="inline">${formulaHtml(String(token['text']))}</span>`,
    },
    {
      name: 'formulaBlock',
      level: 'block',
      start: (source) => /\n {0,3}(?:\$\$|\\\[)/.exec(source)?.index,
      tokenizer: (source) => take('formulaBlock', BLOCK, source),
      renderer: (token) => `<p data-formula="block">${formulaHtml(String(token['text']))}</p>\n`,
    },
  ],
};

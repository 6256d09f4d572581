import { Marked, type Token, type TokensList } from 'marked';
import { deepBlock } from './deepBlock.ts';
import { escapeHtml } from './escapeHtml.ts';
import { formula } from './formula.ts';
import { plainBlock } from './plainBlock.ts';
import { safeHref } from './safeHref.ts';

/** Raw HTML that people do write in markdown and that can't carry anything: shown as what it means. */
const HARMLESS = /^<(?:br ?\/?|\/?(?:sub|sup|kbd|mark))>$/;

/** Type of a block that could not be read as markdown. */
export const PLAIN = 'plain';

const marked = new Marked(formula, deepBlock, {
  gfm: true,
  renderer: {
    // Any other HTML in an answer is text: nothing of it is lost, and nothing of it runs.
    html({ text, block }) {
      if (HARMLESS.test(text.trim())) return text.trim();
      return block ? plainBlock(text) : escapeHtml(text);
    },
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens);
      const to = safeHref(href);
      if (to === undefined) return text;
      return `<a href="${escapeHtml(to)}"${title ? ` title="${escapeHtml(title)}"` : ''}>${text}</a>`;
    },
    // A picture would be fetched from wherever the text says, and so tell on the reader: it becomes a link.
    image({ href, text }) {
      const to = safeHref(href);
      const label = escapeHtml(text || 'picture');
      return to === undefined ? label : `<a href="${escapeHtml(to)}">${label}</a>`;
    },
    code({ text, lang }) {
      const language = escapeHtml(/^[\w+#.-]{1,32}/.exec(lang ?? '')?.[0] ?? '');
      return `<pre data-language="${language}"><code>${escapeHtml(text)}\n</code></pre>\n`;
    },
    checkbox: ({ checked }) => `<span data-task>${checked ? '☑' : '☐'} </span>`,
  },
});

export type Links = TokensList['links'];

interface Blocks {
  readonly tokens: Token[];
  /** All link definitions known so far. */
  readonly links: Links;
}

function lex(text: string, links: Links): Blocks {
  const lexer = new marked.Lexer(marked.defaults);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(text);
  return { tokens, links: tokens.links };
}

/**
 * Splits markdown into its top-level blocks; `links` are the link definitions known from before. The lexer throws on
 * some odd texts: of those, the paragraphs that it can read are set, and the others stay as they were written.
 */
export function splitBlocks(text: string, links: Links = {}): Blocks {
  try {
    return lex(text, links);
  } catch {
    const paragraphs = text.split(/(?<=\n\n)/);
    if (paragraphs.length === 1) return { tokens: [{ type: PLAIN, raw: text, text }], links };
    return { tokens: paragraphs.flatMap((paragraph) => splitBlocks(paragraph, links).tokens), links };
  }
}

/** One block as HTML. Not to be shown before `sanitize` has seen it. */
export function renderBlock(token: Token): string {
  if (token.type === PLAIN) return plainBlock(token.raw);
  try {
    return new marked.Parser(marked.defaults).parse([token]);
  } catch {
    return plainBlock(token.raw);
  }
}

/** A whole text as its blocks, in HTML that is still to be sanitised. */
export const renderBlocks = (text: string): string[] =>
  splitBlocks(text)
    .tokens.filter((token) => token.type !== 'space')
    .map(renderBlock);

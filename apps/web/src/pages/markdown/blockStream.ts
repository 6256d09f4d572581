import type { Token } from 'marked';
import { mayGrowFormula } from './formula.ts';
import { type Links, PLAIN, renderBlock, renderBlocks, splitBlocks } from './markdown.ts';

/**
 * Markdown that grows at its end, as blocks of HTML. A block is settled once the one after it has begun for
 * certain, and is then neither parsed nor rendered again; only what comes after the last settled block is.
 */
export class BlockStream {
  #text = '';
  #settled: string[] = [];
  #from = 0;
  #links: Links = {};

  /** The blocks of `text` so far. A text that doesn't continue the one before starts anew. */
  write(text: string): readonly string[] {
    if (!text.startsWith(this.#text)) this.#restart();
    this.#text = text;
    const { tokens, links } = splitBlocks(text.slice(this.#from), this.#links);
    const open = this.#literal(tokens.slice(0, firstOpen(tokens)));
    for (const token of tokens.slice(0, open)) {
      this.#from += token.raw.length;
      if (token.type !== 'space') this.#settled.push(renderBlock(token));
    }
    if (open > 0) this.#links = links;
    const rest = tokens.slice(open).filter((token) => token.type !== 'space');
    return [...this.#settled, ...rest.map(renderBlock)];
  }

  /** The blocks of the finished text, the very same that rendering it whole gives. */
  end(text: string): readonly string[] {
    this.#restart();
    return renderBlocks(text);
  }

  /** How many of these tokens stand in the text as they are: the lexer may have joined some. */
  #literal(tokens: readonly Token[]): number {
    const joined = tokens.map((token) => token.raw).join('');
    return this.#text.startsWith(joined, this.#from) ? tokens.length : 0;
  }

  #restart(): void {
    this.#text = '';
    this.#settled = [];
    this.#from = 0;
    this.#links = {};
  }
}

/** Index of the first token that later text may still change. */
function firstOpen(tokens: readonly Token[]): number {
  const last = tokens.findLastIndex((token) => token.type !== 'space');
  if (last <= 0 || tokens.some(({ type }) => type === PLAIN)) return 0;
  // A block's kind is certain only with its first line: "```" may still become "```a`", which goes on a paragraph.
  const certain = tokens[last]?.raw.trimStart().includes('\n') ?? false;
  const before = tokens.slice(0, last).findLastIndex((token) => token.type !== 'space');
  return beforeFormula(tokens, certain ? last : Math.max(before, 0));
}

/** Index of the token in which a formula may have begun that isn't closed yet, if it is below `open`. */
function beforeFormula(tokens: readonly Token[], open: number): number {
  let rest = '';
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token) continue;
    rest = token.raw + rest;
    if (at < open && token.type !== 'formulaBlock' && token.type !== 'code' && mayGrowFormula(rest))
      open = at;
    // No formula goes on over a blank line.
    if (/\n[ \t]*\n/.test(rest)) break;
  }
  return open;
}

import { createHash } from 'node:crypto';
import type { ModelConfig } from '@parley/config';
import { estimateTokens, type CountTokens } from '@parley/conversation';
import { countInPieces } from './countInPieces.ts';
import { Lru } from './Lru.ts';
import { createCorrection } from './createCorrection.ts';
import { tokenizerOf, type TokenizerName } from './tokenizerOf.ts';
import type { Tokens } from './Tokens.ts';

/** Counts that are kept, about 200 bytes each. */
const KEPT_COUNTS = 50_000;
/** Texts below it are counted faster than they are looked up, in UTF-16 units. */
const WORTH_KEEPING = 200;
/** Pieces of text whose tokens a tokenizer remembers by itself. */
const REMEMBERED_PIECES = 20_000;
/** What looks like a tokenizer's own marks is text like any other. */
const PLAIN = { disallowedSpecial: new Set<string>() };

/** A tokenizer is megabytes of tables: each is loaded when its first model is asked. */
async function load(name: TokenizerName): Promise<CountTokens> {
  const { countTokens, setMergeCacheSize } =
    name === 'o200k_base'
      ? await import('gpt-tokenizer/encoding/o200k_base')
      : await import('gpt-tokenizer/encoding/cl100k_base');
  setMergeCacheSize(REMEMBERED_PIECES);
  return (text) => countInPieces(text, (piece) => countTokens(piece, PLAIN));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** Counts tokens, within bounds of memory: what was counted is kept by the text's hash, never the text. */
export function createTokens(): Tokens {
  const loading = new Map<TokenizerName, Promise<void>>();
  const loaded = new Map<TokenizerName, CountTokens>();
  const counts = new Lru<number>({ maxWeight: KEPT_COUNTS });
  const correction = createCorrection();

  function exactly(name: TokenizerName, count: CountTokens, text: string): number {
    if (text.length < WORTH_KEEPING) return count(text);
    const key = `${name} ${hashOf(text)}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const counted = count(text);
    counts.set(key, counted);
    return counted;
  }

  return {
    async ready(model: ModelConfig): Promise<void> {
      const name = tokenizerOf(model);
      if (!name) return;
      const begun = loading.get(name) ?? load(name).then((count) => void loaded.set(name, count));
      loading.set(name, begun);
      await begun;
    },
    count(model, text) {
      const name = tokenizerOf(model);
      const count = name && loaded.get(name);
      return count ? exactly(name, count, text) : correction.apply(model, estimateTokens(text));
    },
    learn(model, counted, actual) {
      if (!tokenizerOf(model)) correction.learn(model, counted, actual);
    },
  };
}

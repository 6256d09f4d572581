import { createHmac, createSecretKey } from 'node:crypto';

/** Turns words into what the database may see: without the key nobody can tell which word it was. */
export type Indexer = (words: Iterable<string>) => string[];

/** Bytes of a term. Two words that share one are told apart by looking at the text. */
const TERM_BYTES = 8;

/** The indexer of this key: each term is the beginning of the word's HMAC-SHA-256, in base64url. */
export function createIndexer(key: Uint8Array): Indexer {
  const secret = createSecretKey(key);
  const termOf = (word: string) =>
    createHmac('sha256', secret).update(word).digest().toString('base64url', 0, TERM_BYTES);
  return (words) => Array.from(words, termOf);
}

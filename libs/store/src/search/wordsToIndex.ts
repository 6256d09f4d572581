import type { Token } from './tokensOf.ts';

/** Each character of a run, and each two that stand side by side. */
const charactersAndPairs = (run: readonly { readonly text: string }[]): string[] =>
  run.flatMap(({ text }, at) => {
    const next = run[at + 1];
    return next ? [text, text + next.text] : [text];
  });

/** What a text is indexed by, each once; `undefined`: that is more than `most`. */
export function wordsToIndex(tokens: Iterable<Token>, most: number): Set<string> | undefined {
  const words = new Set<string>();
  for (const token of tokens) {
    if ('word' in token) words.add(token.word.text);
    else for (const each of charactersAndPairs(token.run)) words.add(each);
    if (words.size > most) return undefined;
  }
  return words;
}

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
    const found = 'parts' in token ? token.parts.map(({ text }) => text) : charactersAndPairs(token.run);
    for (const each of found) words.add(each);
    if (words.size > most) return undefined;
  }
  return words;
}

import { tokensOf } from './tokensOf.ts';

/** What is searched for: each of these words, and each of these runs of characters. */
export interface Query {
  readonly words: ReadonlySet<string>;
  readonly runs: readonly (readonly string[])[];
}

/** What a person searches for by this text. */
export function toQuery(text: string): Query {
  const words = new Set<string>();
  const runs = new Map<string, readonly string[]>();
  for (const token of tokensOf(text)) {
    if ('word' in token) words.add(token.word.text);
    else {
      const run = token.run.map((character) => character.text);
      if (run.length > 0) runs.set(run.join(''), run);
    }
  }
  return { words, runs: [...runs.values()] };
}

/** Whether there is nothing to search for: a text of punctuation and emoji, say. */
export const isEmpty = ({ words, runs }: Query): boolean => words.size + runs.length === 0;

/**
 * What every text that has all of it is indexed by, longest first: the longest word is likely to be the rarest. Pairs of
 * characters don't say that they stand in a row: whatever is found is still to be looked at.
 */
export function wordsToFind({ words, runs }: Query): string[] {
  const pairs = runs.flatMap((run) =>
    run.length === 1 ? run : run.slice(1).map((character, at) => `${run[at]}${character}`),
  );
  return [...new Set([...words, ...pairs])].sort((a, b) => b.length - a.length);
}

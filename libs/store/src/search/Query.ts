import { tokensOf } from './tokensOf.ts';

/** What is searched for: each of these words, by its parts, and each of these runs of characters. */
export interface Query {
  readonly words: readonly (readonly string[])[];
  readonly runs: readonly (readonly string[])[];
}

/** What a person searches for by this text. */
export function toQuery(text: string): Query {
  const words = new Map<string, readonly string[]>();
  const runs = new Map<string, readonly string[]>();
  for (const token of tokensOf(text)) {
    const [pieces, known] = 'parts' in token ? [token.parts, words] : [token.run, runs];
    const texts = pieces.map((piece) => piece.text);
    if (texts.length > 0) known.set(texts.join('\0'), texts);
  }
  return { words: [...words.values()], runs: [...runs.values()] };
}

/** Whether there is nothing to search for: a text of punctuation and emoji, say. */
export const isEmpty = ({ words, runs }: Query): boolean => words.length + runs.length === 0;

/**
 * What every text that has all of it is indexed by, longest first: the longest word is likely to be the rarest. Parts of
 * words and pairs of characters don't say that they stand in a row: whatever is found is still to be looked at.
 */
export function wordsToFind({ words, runs }: Query): string[] {
  const pairs = runs.flatMap((run) =>
    run.length === 1 ? run : run.slice(1).map((character, at) => `${run[at]}${character}`),
  );
  return [...new Set([...words.flat(), ...pairs])].sort((a, b) => b.length - a.length);
}

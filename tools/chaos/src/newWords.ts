const LATIN = 'abcdefghijklmnopqrstuvwxyz'.split('');
const CYRILLIC = 'абвгдежзиклмн'.split('');
const HAN = '山川田中村林森木水火'.split('');

/** Words of several scripts that stand in all that is said in a run, and nowhere else in the world. */
export function newWords(random: () => number): string[] {
  const letters = (alphabet: readonly string[], count: number): string =>
    Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  return [`kestrel${letters(LATIN, 8)}`, `пустельга${letters(CYRILLIC, 8)}`, `隼${letters(HAN, 6)}`];
}

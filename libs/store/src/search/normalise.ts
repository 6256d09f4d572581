/** Marks that are left out when people search: accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. */
const OPTIONAL_MARKS = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu;
/** What shows nothing (soft hyphens, joiners, variation selectors), and the stroke that only lengthens Arabic words. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;
const APOSTROPHES = /[\u2018\u2019\u201B\u02BC]/gu;
/** Letters that no normal form takes apart. */
const LETTERS: Readonly<Record<string, string>> = { đ: 'd', ø: 'o', ł: 'l', œ: 'oe', æ: 'ae' };
const KATAKANA = /[\u30A1-\u30F6\u30FD\u30FE]/gu;
/** So far behind its hiragana stands each of them. */
const KATAKANA_OFFSET = 0x60;
const IS_ASCII = /^[\0-\x7f]*$/u;

/**
 * The form in which words are compared: compatible characters, cases, apostrophes and the two kana are one, optional marks are
 * gone. By way of upper case, so that `ß` is `ss` and every sigma the same.
 */
export function normalise(word: string): string {
  if (IS_ASCII.test(word)) return word.toLowerCase();
  const folded = word.normalize('NFKC').replace(INVISIBLE, '').toUpperCase().toLowerCase();
  return folded
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .normalize('NFKC')
    .replace(APOSTROPHES, "'")
    .replace(/[đøłœæ]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - KATAKANA_OFFSET));
}

/** Marks that are left out when people search: accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic. */
const OPTIONAL_MARKS = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu;
/** What shows nothing (soft hyphens, joiners, variation selectors), and the stroke that only lengthens Arabic words. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;
const IS_ASCII = /^[\0-\x7f]*$/u;

/**
 * The form in which words are compared: compatible characters and cases are one, optional marks are gone. By way of upper
 * case, so that `ß` is `ss` and every sigma the same.
 */
export function normalise(word: string): string {
  if (IS_ASCII.test(word)) return word.toLowerCase();
  const folded = word.normalize('NFKC').replace(INVISIBLE, '').toUpperCase().toLowerCase();
  return folded.normalize('NFKD').replace(OPTIONAL_MARKS, '').normalize('NFKC');
}

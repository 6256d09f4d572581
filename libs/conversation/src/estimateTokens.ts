/** Counts the tokens of a text, or estimates them. */
export type CountTokens = (text: string) => number;

/** Scripts whose words are written without spaces, or whose signs are syllables: about a token a character. */
const DENSE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Ethiopic}]/u;

/** Tokens of one character of ASCII: words have four to a token, numbers and signs fewer. */
function ofAscii(code: number): number {
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  if (isLetter || code === 0x20) return 0.25;
  return code >= 0x30 && code <= 0x39 ? 0.4 : 0.5;
}

function ofOther(character: string, code: number): number {
  if (DENSE.test(character)) return code > 0xff_ff ? 2 : 1;
  // Emoji and what else is rare takes some of its bytes each.
  if (code > 0xff_ff) return 2;
  // Other alphabets have words of about two characters a token; signs stand alone.
  return code < 0x20_00 ? 0.5 : 1;
}

/**
 * How many tokens a text has for a model whose tokenizer isn't public, by the scripts that it is written in: near what
 * most count, rather above than below.
 */
export const estimateTokens: CountTokens = (text) => {
  let tokens = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    tokens += code < 0x80 ? ofAscii(code) : ofOther(character, code);
  }
  return Math.ceil(tokens);
};

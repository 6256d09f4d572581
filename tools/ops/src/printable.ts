/**
 * A value from outside as a terminal may show it: one line, nothing that moves the cursor or turns the writing's
 * direction.
 */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');

/** A text as a JSON string on one line, for whatever reads lines: nothing in it can pass for a line of its own. */
export const asOneLine = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

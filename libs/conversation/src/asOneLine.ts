/** A text (or a value with texts in it) as JSON on one line: nothing in it can pass for a line of its own. */
export const asOneLine = (value: string | object): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** With these a spreadsheet takes a cell for a formula; some do so behind white space, and for their wide forms. */
const FORMULA = /^[\s\uFEFF]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/** A value as a cell of CSV (RFC 4180): always in quotes, and no text of it can run as a formula. */
export function csvCell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return `"${value ?? ''}"`;
  const text = FORMULA.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

import { escapeHtml } from './escapeHtml.ts';

/** A block exactly as it was written. */
export const plainBlock = (text: string): string =>
  `<p>${escapeHtml(text.trimEnd()).replaceAll('\n', '<br>')}</p>\n`;

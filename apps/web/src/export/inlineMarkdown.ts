/** Characters that mean something within a line of Markdown. */
const MARKUP = /[\\`*_[\]<>#&|~!]/gu;

/** A name as one line of Markdown that reads as it is. */
export const inlineMarkdown = (text: string): string => text.replace(/\s+/gu, ' ').replace(MARKUP, '\\$&');

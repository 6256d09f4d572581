const OPENING = /^( {0,3})(`{3,}(?!.*`)|~{3,})/u;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/u;
const LIST_ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/u;
/** Kept as they are, at every other place of what is split by them. */
const LINE_ENDS = /(\r\n|\r|\n)/u;
/** HTML that goes on to its own end, over whatever follows. */
const ENDLESS_HTML = /^( {0,3})(?=<(?:!|\?|(?:script|pre|style|textarea)(?:[\s>]|$)))/iu;

/**
 * A text as a block of its own within a Markdown document: word for word, code as it is, but a fence that was left open
 * is closed, and HTML that would swallow what follows is shown instead. A fence that is indented behind a list item is
 * taken for a part of that, which ends it.
 */
export function blockMarkdown(text: string): string {
  let open: string | undefined;
  let inList = false;
  const parts = text.split(LINE_ENDS).map((line, at) => {
    if (at % 2 === 1) return line;
    if (open !== undefined) {
      if (CLOSING.exec(line)?.[1]?.startsWith(open)) open = undefined;
      return line;
    }
    const [, indent, fence] = OPENING.exec(line) ?? [];
    inList ||= LIST_ITEM.test(line);
    if (fence !== undefined && !(inList && indent)) open = fence;
    return line.replace(ENDLESS_HTML, '$1\\');
  });
  const whole = parts.join('');
  return open === undefined ? whole : `${whole}\n${open}`;
}

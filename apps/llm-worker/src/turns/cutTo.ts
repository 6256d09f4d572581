/** As much of the beginning of `text` as has `units` UTF-16 units at most; no character is cut in two. */
export function cutTo(text: string, units: number): string {
  if (text.length <= units) return text;
  return text.slice(0, Math.max(0, units)).replace(/[\ud800-\udbff]$/, '');
}

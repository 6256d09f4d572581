/** The page with this section in place of the one of the same heading, or at its end; all else of it stays. */
export function withSection(page: string, heading: string, section: string): string {
  const lines = page.trimEnd().split('\n');
  const start = lines.indexOf(`## ${heading}`);
  const own = `## ${heading}\n\n${section.trim()}`;
  if (start < 0) return `${lines.join('\n')}\n\n${own}\n`.trimStart();
  const next = lines.findIndex((line, at) => at > start && line.startsWith('## '));
  const before = lines.slice(0, start);
  const behind = next < 0 ? [] : ['', ...lines.slice(next)];
  return `${[...before, own, ...behind].join('\n')}\n`;
}

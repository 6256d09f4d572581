// @ts-check
/** Comments, template literals, imports and other strings, in this order at each place. */
const TOKENS = new RegExp(
  [
    String.raw`/\*[^]*?\*/|//[^\n]*`,
    String.raw`\x60(?:\\[^]|[^\x60\\])*\x60`,
    String.raw`\b(?:import|export)\b(?<what>\s*\(\s*|\s+type\b[^'"\x60;()]*?\bfrom\s*|[^'"\x60;()=]*?\bfrom\s*|\s*)(?<quote>['"])(?<name>[^'"\n]+)\k<quote>`,
    String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`,
  ].join('|'),
  'g',
);

/**
 * The imports of a module, dynamic ones and re-exports too.
 *
 * @param {string} source TypeScript or JavaScript
 * @returns {{ name: string, line: number, typeOnly: boolean }[]}
 */
export function importsOf(source) {
  const found = [];
  for (const match of source.matchAll(TOKENS)) {
    const { name, what = '' } = match.groups ?? {};
    if (name === undefined) continue;
    const line = source.slice(0, match.index).split('\n').length;
    found.push({ name, line, typeOnly: /^\s+type\b(?!\s+from\b)/.test(what) });
  }
  return found;
}

/** One side of a change: `key value, key value`. */
function sideWords(facts: unknown): string {
  if (typeof facts !== 'object' || facts === null) return facts === undefined ? '' : String(facts);
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

/** What changed, in short: "handling ai → handling human". */
export const factWords = (before: unknown, after: unknown): string =>
  [sideWords(before), sideWords(after)].filter(Boolean).join(' → ');

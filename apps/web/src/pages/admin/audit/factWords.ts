/** What is kept beside an entry of the audit log. */
export type Facts = Readonly<Record<string, unknown>>;

/** One side of a change: `key value, key value`. */
function sideWords(facts: Facts): string {
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

/** What changed, in short: "handling ai → handling human". */
export const factWords = (before: Facts = {}, after: Facts = {}): string =>
  [sideWords(before), sideWords(after)].filter(Boolean).join(' → ');

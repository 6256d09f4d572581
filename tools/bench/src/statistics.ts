/** The value below which the share `at` (0 to 1) of the others lies. */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

/** The one in the middle. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The middle of all rounds' values, and what one in a hundred exceeds, in milliseconds. */
export const shownTimes = (rounds: readonly number[][]): string =>
  `p50 ${median(rounds.flat()).toFixed(2)} ms, p99 ${quantile(rounds.flat(), 0.99).toFixed(2)} ms`;

/** The middle of the rounds' values, and the half of them that lies around it. */
export const shownSpread = (values: readonly number[], unit: string): string =>
  `${median(values).toFixed(2)} ${unit} (${quantile(values, 0.25).toFixed(2)}–${quantile(values, 0.75).toFixed(2)})`;

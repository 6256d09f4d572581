/** A span of time, as ISO times. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Values over time, one for each step; moments in seconds. */
export interface Steps {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** One value for each step (ms) from the one in which a span begins up to its end, 0 where none is known; `known`: by ms. */
export function everyStep(known: ReadonlyMap<number, number>, { from, to }: Span, stepMs: number): Steps {
  const at: number[] = [];
  for (let step = Math.floor(Date.parse(from) / stepMs) * stepMs; step < Date.parse(to); step += stepMs)
    at.push(step);
  return { at: at.map((step) => step / 1000), values: at.map((step) => known.get(step) ?? 0) };
}

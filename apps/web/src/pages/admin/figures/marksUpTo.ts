const STEPS = [1, 2, 2.5, 5, 10];

/** Round marks of an axis from 0 on, six at most, of which the last is the first that isn’t below `most`; `isWhole`: whole ones. */
export function marksUpTo(most: number, isWhole: boolean): number[] {
  if (!(most > 0)) return [0, 1];
  const decade = 10 ** Math.floor(Math.log10(most / 4));
  const steps = STEPS.map((step) => step * decade).filter((step) => !isWhole || Number.isInteger(step));
  const step = steps.find((one) => one * 4 >= most) ?? 1;
  const marks = Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
  return marks.map((mark) => Number(mark.toPrecision(12)));
}

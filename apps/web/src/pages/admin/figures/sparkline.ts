import { svg, type SVGTemplateResult } from 'lit';

const WIDTH = 100;
const HEIGHT = 24;

/** How a number went, as a line without words; the number stands beside it. */
export function sparkline(values: readonly number[]): SVGTemplateResult {
  const most = Math.max(1e-9, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, at) => `${(at * step).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`,
  );
  return svg`<svg class="sparkline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><polyline points=${points.join(' ')} /></svg>`;
}

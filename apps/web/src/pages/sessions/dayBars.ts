import { html, svg, type TemplateResult } from 'lit';
import type { DayTokens } from './ownUsage.ts';

/** In units of the drawing, which is stretched to its place. */
const STEP = 4;
const BAR = 3;
const HEIGHT = 40;
/** A day on which little was used is still seen. */
const LEAST = 1;

/** A day of UTC as its reader writes it. */
export const dayOf = (day: string): string =>
  new Date(day).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

const barOf = ({ day, tokens }: DayTokens, at: number, most: number) => {
  const height = Math.max(LEAST, (HEIGHT * tokens) / most);
  const place = { x: at * STEP, y: HEIGHT - height };
  return svg`<rect x=${place.x} y=${place.y} width=${BAR} height=${height}><title>${dayOf(day)}: ${tokens.toLocaleString()} tokens</title></rect>`;
};

/** A bar for each day on which something was used. */
export function dayBars(days: readonly DayTokens[]): TemplateResult {
  const top = days.reduce((a, b) => (b.tokens > a.tokens ? b : a), { day: '', tokens: 0 });
  const label = `Tokens by the day, at most ${top.tokens.toLocaleString()} on ${dayOf(top.day)}`;
  const width = days.length * STEP - (STEP - BAR);
  return html`<svg
    class="bars"
    role="img"
    aria-label=${label}
    viewBox="0 0 ${width} ${HEIGHT}"
    preserveAspectRatio="none"
  >
    ${days.map((day, at) => (day.tokens > 0 ? barOf(day, at, top.tokens) : svg``))}
  </svg>`;
}

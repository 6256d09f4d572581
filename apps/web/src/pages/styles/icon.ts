import { svg, type SVGTemplateResult } from 'lit';

/** Paths of Lucide icons (ISC licence), those alone that are used. */
const SHAPES = {
  arrowDown: svg`<path d="M12 5v14"/><path d="m19 12-7 7-7-7"/>`,
  arrowUp: svg`<path d="m5 12 7-7 7 7"/><path d="M12 19V5"/>`,
  check: svg`<path d="M20 6 9 17l-5-5"/>`,
  chevronDown: svg`<path d="m6 9 6 6 6-6"/>`,
  copy: svg`<rect width="14" height="14" x="8" y="8" rx="2"/><path d="M4 16c-1.100 0-2-.9-2-2V4c0-1.100.9-2 2-2h10c1.100 0 2 .9 2 2"/>`,
  monitor: svg`<rect width="20" height="14" x="2" y="3" rx="2"/><path d="M8 21h8"/><path d="M12 17v4"/>`,
  moon: svg`<path d="M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401"/>`,
  newChat: svg`<path d="M12 3H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-7"/><path d="M18.375 2.625a1 1 0 0 1 3 3l-9.013 9.014a2 2 0 0 1-.853.505l-2.873.84a.5.5 0 0 1-.62-.62l.84-2.873a2 2 0 0 1 .506-.852z"/>`,
  stop: svg`<rect width="12" height="12" x="6" y="6" rx="2" fill="currentColor"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2v2"/><path d="M12 20v2"/><path d="m4.930 4.930 1.410 1.410"/><path d="m17.660 17.660 1.410 1.410"/><path d="M2 12h2"/><path d="M20 12h2"/><path d="m6.340 17.660-1.410 1.410"/><path d="m19.070 4.930-1.410 1.410"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

/** An icon for beside a name or inside a labelled button; it says nothing itself to a screen reader. */
export const icon = (name: IconName): SVGTemplateResult =>
  svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;

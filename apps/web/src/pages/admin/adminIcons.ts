import { svg, type SVGTemplateResult } from 'lit';

/** Lucide icons (ISC licence) of the console alone. */
const SHAPES = {
  activity: svg`<path d="M22 12h-4l-3 9L9 3l-3 9H2"/>`,
  bell: svg`<path d="M10.268 21a2 2 0 0 0 3.464 0"/><path d="M3.262 15.326A1 1 0 0 0 4 17h16a1 1 0 0 0 .740-1.673C19.410 13.956 18 12.499 18 8A6 6 0 0 0 6 8c0 4.499-1.411 5.956-2.738 7.326"/>`,
  coins: svg`<circle cx="8" cy="8" r="6"/><path d="M18.090 10.370A6 6 0 1 1 10.340 18"/><path d="M7 6h1v4"/><path d="m16.710 13.880.7.710-2.820 2.820"/>`,
  inbox: svg`<path d="M22 12h-6l-2 3h-4l-2-3H2"/><path d="M5.450 5.110 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.450-6.890A2 2 0 0 0 16.760 4H7.240a2 2 0 0 0-1.790 1.110z"/>`,
  messages: svg`<path d="M14 9a2 2 0 0 1-2 2H6l-4 4V4a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2z"/><path d="M18 9h2a2 2 0 0 1 2 2v11l-4-4h-6a2 2 0 0 1-2-2v-1"/>`,
  scroll: svg`<path d="M15 12h-5"/><path d="M15 8h-5"/><path d="M19 17V5a2 2 0 0 0-2-2H4"/><path d="M8 21h12a2 2 0 0 0 2-2v-1a1 1 0 0 0-1-1H11a1 1 0 0 0-1 1v1a2 2 0 1 1-4 0V5a2 2 0 1 0-4 0v2a1 1 0 0 0 1 1h3"/>`,
} as const;

export type AdminIconName = keyof typeof SHAPES;

/** As `icon`, of these. */
export const adminIcon = (name: AdminIconName): SVGTemplateResult =>
  svg`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;

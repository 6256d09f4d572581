import type { Session } from '@parley/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { clockWords } from '../../words/spanWords.ts';

const LONG_MS = 60_000;
const TOO_LONG_MS = 5 * 60_000;

/** How bad a wait is: soon answered, long, or too long. */
export const urgency = (ms: number): 'soon' | 'long' | 'too-long' =>
  ms >= TOO_LONG_MS ? 'too-long' : ms >= LONG_MS ? 'long' : 'soon';

/** How long the user of a session has been waiting for a person, by the clock. */
export function waitClock({ handling, help }: Session, now: number): TemplateResult | typeof nothing {
  if (handling !== 'requested' || !help) return nothing;
  const ms = now - Date.parse(help.requestedAt);
  return html`<span class="wait" data-urgency=${urgency(ms)}
    ><span class="unseen">waits for </span>${clockWords(ms)}</span
  >`;
}

import { html, nothing, type TemplateResult } from 'lit';
import { dayWords, sameDay } from '../words/dayWords.ts';
import { createdAt, isPlace, type TimelineItem } from './timelineItem.ts';

/** The day of an item, where it isn't that of the one before. */
export function daySeparator(
  item: TimelineItem,
  before: TimelineItem | undefined,
): TemplateResult | typeof nothing {
  // What is on its way needs a day only where nothing else is.
  if (!isPlace(item) && before) return nothing;
  const day = createdAt(item);
  if (before && sameDay(day, createdAt(before))) return nothing;
  return html`<div class="day" role="separator">${dayWords(day, new Date())}</div>`;
}

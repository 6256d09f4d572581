import type { Content } from './Content.ts';
import { oneLine } from './oneLine.ts';

const MAX_TITLE = 120;
const MAX_VALUE = 120;
/** Ids are useless when they are cut. */
const WHOLE = new Set(['User', 'Session', 'When']);
const MAX_FACTS = 8;

/** The whole in a text message. */
export function smsPart({ kind, title, facts, heldBack, link }: Content): string {
  const said = facts
    .slice(0, MAX_FACTS)
    .map(([name, value]) => `${name}: ${WHOLE.has(name) ? value : oneLine(value, MAX_VALUE)}`);
  const lines = [`Parley: ${kind}`, oneLine(title, MAX_TITLE), ...said, heldBack, link];
  return lines.filter((line) => line !== undefined).join('\n');
}

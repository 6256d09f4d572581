import type { Help } from '@parley/protocol';
import { openingWords } from './openingWords.ts';
import { ordinalWords } from './ordinalWords.ts';

/** What is known of a place in the queue. */
export interface QueuePlace {
  readonly position?: number | undefined;
  /** How long people waited lately, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** Nobody is here until then: an ISO time. */
  readonly opensAt?: string | undefined;
}

const MINUTE_MS = 60_000;

/** How long people took lately; nothing is said where nothing is known. */
function latelyWords(waitMs: number | undefined): string {
  if (waitMs === undefined) return '';
  const minutes = Math.round(waitMs / MINUTE_MS);
  if (minutes < 1) return ' People took less than a minute lately.';
  return ` People took about ${minutes === 1 ? 'a minute' : `${minutes} minutes`} lately.`;
}

function placeWords({ position, waitMs, opensAt }: QueuePlace, now: Date): string {
  if (opensAt !== undefined && Date.parse(opensAt) > now.getTime())
    return `Nobody is here until ${openingWords(new Date(opensAt), now)}.`;
  const lately = latelyWords(waitMs);
  if (position === undefined) return `A person was called.${lately}`;
  return `${position === 1 ? 'You are next' : `You are ${ordinalWords(position)} in line`}.${lately}`;
}

/** How a call for a person stands, as its caller reads it. */
export function queueWords(state: Help['state'], place: QueuePlace, now: Date): string {
  if (state === 'acknowledged') return 'Somebody from support has seen your call and is on the way.';
  return placeWords(place, now);
}

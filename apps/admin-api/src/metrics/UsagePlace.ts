import { ParleyError } from '@parley/protocol';
import type { UsageSum } from '@parley/store';
import type { Range } from './readRange.ts';

/** By what usage can be asked for. */
export const USAGE_KEYS = ['model', 'user', 'day'] as const;
export type UsageGroup = (typeof USAGE_KEYS)[number];

/** How far a walk through usage has come: at this sum, in the hours with which it began. */
export interface UsagePlace {
  readonly range: Range;
  readonly groupBy: UsageGroup;
  readonly key: string;
  readonly totalTokens: number;
}

const byKey = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

type Placed = Pick<UsagePlace, 'key' | 'totalTokens'>;

/** The order of usage: days as they come, models and users by tokens, most first; then by key. */
const compare = (groupBy: UsageGroup, a: Placed, b: Placed): number =>
  (groupBy === 'day' ? 0 : b.totalTokens - a.totalTokens) || byKey(a.key, b.key);

const placed = ({ key, usage: { totalTokens } }: UsageSum): Placed => ({ key, totalTokens });

/**
 * The sums behind a place, in order. What was shown is never shown again, since tokens only become more. Days are never
 * skipped either; a model or user whose tokens pass the place while somebody pages stands on none of the later pages.
 */
export function behind(sums: readonly UsageSum[], groupBy: UsageGroup, place?: UsagePlace): UsageSum[] {
  const sorted = sums.toSorted((a, b) => compare(groupBy, placed(a), placed(b)));
  return place ? sorted.filter((sum) => compare(groupBy, placed(sum), place) > 0) : sorted;
}

/** Milliseconds that a `Date` can be away from 1970. */
const FARTHEST = 8_640_000_000_000_000;
const isTime = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= FARTHEST;

/** The place as clients carry it around. */
export const writeUsageCursor = ({ range, groupBy, key, totalTokens }: UsagePlace): string =>
  Buffer.from(JSON.stringify([groupBy, range.from, range.to, totalTokens, key])).toString('base64url');

const wrong = (): ParleyError =>
  new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw wrong();
  }
}

/**
 * The place that a client goes on from.
 * @throws ParleyError validation/invalid_field when no page of this list gave the cursor
 */
export function readUsageCursor(text: string, groupBy: UsageGroup): UsagePlace {
  const read = parse(text);
  if (!Array.isArray(read)) throw wrong();
  const [by, from, to, totalTokens, key] = read as unknown[];
  if (by !== groupBy || typeof key !== 'string') throw wrong();
  if (![from, to].every(isTime) || !Number.isSafeInteger(totalTokens)) throw wrong();
  const range = { from: from as number, to: to as number };
  return { range, groupBy, key, totalTokens: totalTokens as number };
}

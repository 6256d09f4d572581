import type { Facts } from '../api/adminApi.ts';
import { momentWords } from '../parts/momentWords.ts';

/** Facts whose names say little by themselves. */
const NAMES: Readonly<Record<string, string>> = {
  adminAssisted: 'with a person',
  assisted: 'ever with a person',
  category: 'because of',
  code: 'code',
  createdAt: 'made',
  fence: 'hold no.',
  forced: 'by force',
  forAssistant: 'for the assistant',
  forEverybody: 'for everybody',
  frame: 'asked by',
  from: 'from',
  handedOver: 'handed over',
  held: 'held by',
  left: 'role left',
  lost: 'role lost',
  messageCount: 'messages',
  text: 'by words',
  to: 'up to',
  userId: 'user',
};
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Facts that are moments, kept as milliseconds. */
const MOMENTS = new Set(['createdAt']);

function valueWords(name: string, value: Facts[string]): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const isMoment = typeof value === 'number' ? MOMENTS.has(name) : MOMENT.test(value);
  return isMoment ? momentWords(new Date(value)) : String(value);
}

/** One side of a change: `key value, key value`. */
const sideWords = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, value]) => `${NAMES[name] ?? name} ${valueWords(name, value)}`)
    .join(', ');

/** What changed, in words: "handling ai → handling human". */
export const factWords = (before: Facts = {}, after: Facts = {}): string =>
  [sideWords(before), sideWords(after)].filter(Boolean).join(' → ');

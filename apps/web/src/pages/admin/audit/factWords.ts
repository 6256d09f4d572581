import type { Facts } from '../api/audit.ts';
import { momentWords } from '../parts/momentWords.ts';

type Names = ReadonlyMap<string, string>;
type Value = Facts[string];

/** Facts whose names say little by themselves. */
const WORDS: Readonly<Record<string, string>> = {
  admin: 'held by',
  adminAssisted: 'with a person',
  assisted: 'ever with a person',
  by: 'by the',
  category: 'because of',
  createdAt: 'made',
  fence: 'hold no.',
  frame: 'asked by',
  held: 'held by',
  messageCount: 'messages',
  to: 'up to',
  userId: 'user',
};
/** What a yes says, and a no. */
const YES_NO: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  forAssistant: ['for the assistant', 'for the team alone'],
  forEverybody: ['for everybody', 'for themselves'],
  text: ['by words', ''],
};
/** What the words of the action say already. */
const SAID = new Set(['forced', 'handedOver', 'left', 'lost']);
/** Facts that are somebody’s id. */
const PEOPLE = new Set(['admin', 'held', 'userId']);
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Facts that are moments, kept as milliseconds. */
const MOMENTS = new Set(['createdAt']);

function valueWords(name: string, value: Value, names: Names): string {
  if (value === null) return PEOPLE.has(name) ? 'nobody' : 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (PEOPLE.has(name)) return names.get(String(value)) ?? String(value);
  const isMoment = typeof value === 'number' ? MOMENTS.has(name) : MOMENT.test(value);
  return isMoment ? momentWords(new Date(value)) : String(value);
}

function oneFact(name: string, value: Value, names: Names): string {
  const yesNo = YES_NO[name];
  if (yesNo && typeof value === 'boolean') return yesNo[value ? 0 : 1];
  return `${WORDS[name] ?? name} ${valueWords(name, value, names)}`;
}

/** One side of a change: `key value, key value`. */
const sideWords = (facts: readonly (readonly [string, Value])[], names: Names): string =>
  facts
    .map(([name, value]) => oneFact(name, value, names))
    .filter(Boolean)
    .join(', ');

/**
 * What changed, in words: "handling ai → human, hold no. 3"; what stands on one side alone as "made 2 May → reason age".
 * `names`: of people, by their ids.
 */
export function factWords(before: Facts = {}, after: Facts = {}, names: Names = new Map()): string {
  const told = (facts: Facts) => Object.entries(facts).filter(([name]) => !SAID.has(name));
  const changed = told(after).flatMap(([name, value]) => {
    const old = before[name];
    return old === undefined ? [] : `${oneFact(name, old, names)} → ${valueWords(name, value, names)}`;
  });
  const was = told(before).filter(([name]) => !(name in after));
  const is = told(after).filter(([name]) => !(name in before));
  const sides = [sideWords(was, names), sideWords(is, names)].filter(Boolean).join(' → ');
  return [...changed, sides].filter(Boolean).join(', ');
}

import type { Stamps } from './Streams.ts';

/** What was found of one answer's chunks. */
export type Stamped = Pick<Stamps, 'taken' | 'sent'>;

/** How long all must have run before anything counts: until then code is being compiled. */
const WARM_MS = 3000;

/**
 * Milliseconds that the first chunk of each burst was under way, of those bursts that were sent while all answers ran.
 * @throws Error when there was no such time
 */
export function whileAllRun(answers: readonly Stamped[], burst: number): number[] {
  const from = Math.max(...answers.map(({ sent }) => sent[0] ?? Infinity)) + WARM_MS;
  const until = Math.min(...answers.map(({ sent }) => sent.at(-1) ?? -Infinity));
  const isFirst = (at: number, when: number): boolean => at % burst === 0 && when >= from && when <= until;
  const found = answers.flatMap(({ taken, sent }) => taken.filter((_, at) => isFirst(at, sent[at] ?? NaN)));
  if (found.length === 0) throw new Error('the answers never ran all at once');
  return found;
}

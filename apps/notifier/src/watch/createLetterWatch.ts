import type { DeadLetter, DeadLetters } from '@parley/bus';
import { subjects } from '@parley/protocol';
import type { Finding } from './raise.ts';

/** Looks for messages that were given up. */
export interface LetterWatch {
  /**
   * What is new since the last time that something was told; `newest`: the newest letter's number.
   * @throws ParleyError service/unavailable or service/timeout
   */
  finding(newest: number): Promise<Finding | undefined>;
  /** The last finding was told. */
  told(): void;
}

const PAGE = 100;
/** An alert that nobody can be told of would be told of by the next one, and so on for ever. */
const OWN = subjects.notify('alert');

/** `since`: letters given up before (milliseconds since 1970) were told of by somebody else. */
export function createLetterWatch({ list }: Pick<DeadLetters, 'list'>, since: number): LetterWatch {
  let last = 0;
  let fresh: DeadLetter[] = [];
  return {
    async finding(newest) {
      while (last < newest) {
        const page = await list({ after: last, limit: PAGE });
        fresh.push(...page.filter(({ at, subject }) => at.getTime() >= since && subject !== OWN));
        // A page that isn't full is the last one, whatever was removed behind it.
        last = Math.max(page.at(-1)?.seq ?? 0, page.length < PAGE ? newest : 0);
      }
      const [first] = fresh;
      if (!first) return undefined;
      return {
        rule: 'dead-letters',
        kind: 'alert',
        title: `${fresh.length === 1 ? 'A message was' : 'Messages were'} given up`,
        reason: `Since number ${first.seq}; the first because: ${first.reason}. See: npm run queue -- list ${first.seq - 1}`,
        details: { letters: fresh.length, first: first.seq },
      };
    },
    told() {
      fresh = [];
    },
  };
}

import type { History } from './History.ts';
import { checkAcked } from './rules/acked.ts';
import { checkActive } from './rules/active.ts';
import { checkAnswers } from './rules/answers.ts';
import { checkCounters } from './rules/counters.ts';
import { checkDoubled } from './rules/doubled.ts';
import { checkGaps } from './rules/gaps.ts';
import { checkLedger } from './rules/ledger.ts';
import { checkOrder } from './rules/order.ts';
import { checkOutages } from './rules/outages.ts';
import { checkResumed } from './rules/resumed.ts';
import { checkTurns } from './rules/turns.ts';
import { checkViews } from './rules/views.ts';
import type { Violation } from './Violation.ts';

/** Everything that is wrong with a run: nothing, when all that was promised was kept. */
export function check(history: History): Violation[] {
  const rules = [
    checkAcked,
    checkDoubled,
    checkOrder,
    checkGaps,
    checkAnswers,
    checkTurns,
    checkCounters,
    checkLedger,
    checkActive,
    checkViews,
    checkResumed,
    checkOutages,
  ];
  const leaks = history.leaks.map((what): Violation => ({ rule: 'leak', what }));
  return [...rules.flatMap((rule) => rule(history)), ...leaks];
}

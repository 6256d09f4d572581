import type { Counts } from '@parley/store';
import { z } from 'zod';
import { Times, timesOf } from './timesOf.ts';

const count = z.int().min(0);

/** What was counted of entries, as it is told. */
export const Counted = z.object({
  messages: z.object({ user: count, assistant: count, admin: count, system: count }),
  answers: z
    .object({ count, complete: count, stopped: count, failed: count, interrupted: count })
    .describe('that ended'),
  responseTimes: Times.describe('of the answers that ended: accepted → end'),
});
export type Counted = z.infer<typeof Counted>;

/** What is told of counts. */
export function toCounted(counts: Counts): Counted {
  const { messages, answers, responseMs, times } = counts;
  const { complete = 0, stopped = 0, failed = 0, interrupted = 0 } = answers;
  const { user = 0, assistant = 0, admin = 0, system = 0 } = messages;
  return {
    messages: { user, assistant, admin, system },
    answers: { count: complete + stopped + failed + interrupted, complete, stopped, failed, interrupted },
    responseTimes: timesOf({ ...responseMs, buckets: times }),
  };
}

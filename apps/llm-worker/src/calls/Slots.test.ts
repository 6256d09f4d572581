import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Slots, type Release } from './Slots.ts';

const anyStep = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constantFrom('release' as const, 'abort' as const), at: fc.nat(20) }),
);

test('never more run than each of them allows, the first to wait is the first to run, who leaves holds nobody up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 60 }), async (steps) => {
      const slots = new Slots();
      const waiting: { limit: number; leave: AbortController }[] = [];
      const running: Release[] = [];
      const wrong: string[] = [];
      const begin = (limit: number): void => {
        const one = { limit, leave: new AbortController() };
        waiting.push(one);
        void slots.acquire(limit, one.leave.signal).then((release) => {
          if (!release) return;
          if (waiting.shift() !== one) wrong.push('not the first');
          if (running.push(release) > limit) wrong.push('too many');
        });
      };
      for (const step of steps) {
        if (step.do === 'ask') begin(step.limit);
        else if (step.do === 'release') {
          const [release] = running.splice(step.at % Math.max(1, running.length), 1);
          release?.();
          release?.();
        } else {
          const [one] = waiting.splice(step.at % Math.max(1, waiting.length), 1);
          one?.leave.abort();
        }
        await Promise.resolve();
        await Promise.resolve();
        // Nobody waits that could run.
        if (waiting[0]) expect(running.length).toBeGreaterThanOrEqual(waiting[0].limit);
      }
      while (running.length > 0) {
        running.pop()?.();
        await Promise.resolve();
        await Promise.resolve();
      }
      expect(waiting).toEqual([]);
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

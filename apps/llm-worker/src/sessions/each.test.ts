import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { each } from './each.ts';

const unheard: unknown[] = [];
const hear = (error: unknown): void => void unheard.push(error);
beforeEach(() => void process.on('unhandledRejection', hear));
afterEach(() => void process.off('unhandledRejection', hear));

/** Sessions that come one by one, each a turn of the event loop later. */
async function* coming(count: number): AsyncGenerator<{ id: string; userId: string }> {
  for (let n = 0; n < count; n++) {
    await delay(0);
    yield { id: String(n), userId: 'u' };
  }
}

test('[P35] a failure is thrown, whenever it comes, and none goes unheard', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(40), fc.array(fc.nat(40), { maxLength: 4 }), async (count, failing) => {
      const begun: string[] = [];
      const ended: string[] = [];
      const all = each(coming(count), async ({ id }) => {
        begun.push(id);
        await delay(0);
        ended.push(id);
        if (failing.includes(Number(id))) throw new Error(`session ${id}`);
      });
      if (failing.some((n) => n < count)) await expect(all).rejects.toThrow('session');
      else await all;
      expect(ended).toEqual(begun);
      if (failing.every((n) => n >= count)) expect(begun).toHaveLength(count);
    }),
    { numRuns: 100 },
  );
  await delay(0);
  expect(unheard).toEqual([]);
});

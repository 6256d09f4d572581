import { describe, expect, test } from '@jest/globals';
import type { ClientFrame } from '@parley/protocol';
import * as fc from 'fast-check';
import { FrameQueue } from './FrameQueue.ts';

const frame = (n: number): ClientFrame => ({ type: 'ping', id: String(n) });

describe('a socket’s queue', () => {
  test('[P12] handles frames one at a time, in the order they came, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 20 }), async (scheduler, count) => {
        const begun: string[] = [];
        let running = 0;
        const queue = new FrameQueue(async ({ id }) => {
          begun.push(id);
          expect(++running).toBe(1);
          await scheduler.schedule(Promise.resolve());
          running--;
        });
        for (let n = 0; n < count; n++) expect(queue.push(frame(n), 1)).toBe(true);
        expect(queue.idle).toBe(false);
        await scheduler.waitFor(
          (async () => {
            while (!queue.idle) await Promise.resolve();
          })(),
        );
        expect(begun).toEqual(Array.from({ length: count }, (_, n) => String(n)));
      }),
    );
  });

  test('is bounded, by frames and by bytes, and forgets what waits when told', async () => {
    const first = Promise.withResolvers<void>();
    const handled: string[] = [];
    const queue = new FrameQueue(async ({ id }) => {
      handled.push(id);
      await first.promise;
    });
    queue.push(frame(0), 1);
    const taken = Array.from({ length: 200 }, (_, n) => queue.push(frame(n + 1), 1)).filter(Boolean);
    expect(taken).toHaveLength(128);
    queue.clear();
    expect(queue.push(frame(500), 1_500_000)).toBe(true);
    expect(queue.push(frame(501), 1_500_000)).toBe(false);
    first.resolve();
    while (!queue.idle) await Promise.resolve();
    expect(handled).toEqual(['0', '500']);
  });
});

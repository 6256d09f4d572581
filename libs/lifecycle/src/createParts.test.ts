import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createParts, type LifecycleLog, type Part } from './index.ts';

/** A log that only remembers the errors' events. */
function memory(): LifecycleLog & { events: string[] } {
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  return { events, info: () => undefined, error: note, fatal: note };
}

const never = () => new Promise<void>(() => undefined);

describe('createParts', () => {
  test('starts in order, stops in reverse, whatever fails, and each once', async () => {
    const behaviour = fc.record({
      start: fc.constantFrom('ok', 'ok', 'ok', 'fail'),
      stop: fc.constantFrom('ok', 'fail'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(behaviour, { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (list, stops) => {
          const calls: string[] = [];
          const act = (what: string, how: string) => async () => {
            calls.push(what);
            if (how === 'fail') throw new Error(what);
          };
          const parts = list.map(({ start, stop }, i): Part => ({
            name: `${i}`,
            start: act(`start ${i}`, start),
            stop: act(`stop ${i}`, stop),
          }));
          const log = memory();
          const group = createParts(parts, { log, graceMs: 1000 });
          const failing = list.findIndex(({ start }) => start === 'fail');
          const started = failing < 0 ? list.length : failing + 1;
          const outcome = await group.start().then(() => 'ok', String);
          expect(outcome).toBe(failing < 0 ? 'ok' : `Error: start ${failing}`);
          const results = await Promise.all(Array.from({ length: stops }, () => group.stop()));

          const order = Array.from({ length: started }, (_, i) => i);
          expect(calls).toEqual([
            ...order.map((i) => `start ${i}`),
            ...order.reverse().map((i) => `stop ${i}`),
          ]);
          const broken = list.slice(0, started).filter(({ stop }) => stop === 'fail').length;
          expect(results).toEqual(results.map(() => broken === 0));
          expect(log.events).toEqual(Array.from({ length: broken }, () => 'part.stop_failed'));
        },
      ),
    );
  });

  test('a part that never stops costs its own bound alone', async () => {
    const calls: string[] = [];
    const log = memory();
    const group = createParts(
      [
        { name: 'first', stop: () => void calls.push('first') },
        { name: 'hangs', stop: never },
        { name: 'hangs shortly', stop: never, stopMs: 20 },
      ],
      { log, graceMs: 200 },
    );
    await group.start();
    const before = performance.now();
    expect(await group.stop()).toBe(false);
    const took = performance.now() - before;
    expect(took).toBeGreaterThan(90);
    expect(calls).toEqual(['first']);
    expect(log.events).toEqual(['part.stop_failed', 'part.stop_failed']);
  });

  test('stop interrupts a start that waits: nothing further is started, all begun is stopped', async () => {
    const calls: string[] = [];
    const waiting = Promise.withResolvers<void>();
    const group = createParts(
      [
        { name: 'waits', start: () => waiting.promise, stop: () => waiting.reject(new Error('closed')) },
        { name: 'later', start: () => void calls.push('later') },
      ],
      { log: memory(), graceMs: 200 },
    );
    const starting = group.start();
    expect(await group.stop()).toBe(true);
    await expect(starting).resolves.toBeUndefined();
    expect(calls).toEqual([]);
  });
});

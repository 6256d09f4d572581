import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { spread } from './spread.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('spread', () => {
  test('gives each item its turn once, in order, evenly over the time', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1000, max: 10_000 }), (count, ms) => {
        const items = Array.from({ length: count }, (_, n) => n);
        const done: number[] = [];
        spread(items, ms, (item) => done.push(item));
        jest.advanceTimersByTime(ms / 2);
        expect(Math.abs(done.length - count / 2)).toBeLessThanOrEqual(count * 0.06 + 1);
        jest.advanceTimersByTime(ms);
        expect(done).toEqual(items);
        expect(jest.getTimerCount()).toBe(0);
      }),
    );
  });

  test('ends when told', async () => {
    const done: number[] = [];
    const running = spread([1, 2, 3], 1000, (item) => done.push(item));
    running.stop();
    await running.done;
    jest.advanceTimersByTime(2000);
    expect(done.length).toBeLessThan(3);
  });
});

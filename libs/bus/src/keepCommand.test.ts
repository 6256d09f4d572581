import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { JsMsg } from 'nats';
import type { Feed } from './consumption.ts';
import { keepCommand } from './keepCommand.ts';
import type { BusStatus } from './link.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A command in hand, and when the queue heard of it. */
function keep() {
  const words: number[] = [];
  const line: { status: BusStatus } = { status: 'connected' };
  const leave = new AbortController();
  const link = { status: () => line.status } as Feed['link'];
  const message = { working: () => words.push(performance.now() - begun) } as unknown as JsMsg;
  const begun = performance.now();
  const kept = keepCommand({ link, leaving: leave.signal }, message);
  return { words, line, leave, kept };
}

describe('[P12] a command in hand', () => {
  test('is ours for as long as the queue hears of it, which is every half second', () => {
    const { words, kept } = keep();
    for (let second = 0; second < 4; second++) {
      jest.advanceTimersByTime(1000);
      expect(kept.held()).toBe(true);
    }
    expect(words).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000]);
  });

  test('was given away after a silence, and no later word calls it away from the other', () => {
    const { words, line, kept } = keep();
    jest.advanceTimersByTime(600);
    line.status = 'reconnecting';
    jest.advanceTimersByTime(1600);
    expect(kept.held()).toBe(true);
    jest.advanceTimersByTime(100);
    expect(kept.held()).toBe(false);
    line.status = 'connected';
    jest.advanceTimersByTime(5000);
    expect(kept.held()).toBe(false);
    expect(words).toEqual([500]);
  });

  test('is left to others by one who leaves, and of one that is done nothing more is said', () => {
    const [leaving, done] = [keep(), keep()];
    leaving.leave.abort();
    done.kept[Symbol.dispose]();
    jest.advanceTimersByTime(5000);
    expect([leaving.words, done.words]).toEqual([[], []]);
  });
});

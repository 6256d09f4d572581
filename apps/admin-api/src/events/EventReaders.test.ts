import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { EventReaders, type Reading } from './EventReaders.ts';

const MOST_OF_ONE = 10;

describe('readers of events', () => {
  test('[P61] one user has at most ten, of which the oldest is ended; nobody else loses one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 100 }), (joins) => {
        const readers = new EventReaders(1000);
        const all = joins.map((n) => ({ n, reading: readers.join(`user ${n}`) }));
        for (const n of new Set(joins)) {
          const of = all.filter((one) => one.n === n).map(({ reading }) => reading);
          const live = of.slice(-MOST_OF_ONE);
          expect(of.filter(({ ending }) => !ending.aborted)).toEqual(live);
          const ended = of.slice(0, -MOST_OF_ONE).map(({ ending }) => ending.reason as unknown);
          expect(new Set(ended)).toEqual(new Set(ended.length > 0 ? ['replaced'] : []));
        }
        expect(readers.size).toBe(all.filter(({ reading }) => !reading.ending.aborted).length);
      }),
    );
  });

  test('[P61] whoever left has room again, and a full replica still takes a user who makes room', () => {
    const readers = new EventReaders(MOST_OF_ONE);
    const joined: Reading[] = Array.from({ length: MOST_OF_ONE }, () => readers.join('anna'));
    expect(() => readers.join('ben')).toThrow('Too many streams');
    readers.join('anna');
    expect(joined.map(({ ending }) => ending.aborted)).toEqual(joined.map((_, at) => at === 0));
    const [, second] = joined;
    if (second) readers.leave(second.queue);
    expect(readers.join('ben').ending.aborted).toBe(false);
    readers.stop();
    expect(joined.at(-1)?.ending.reason).toBe('stopping');
    expect(() => readers.join('anna')).toThrow('stopping');
  });
});

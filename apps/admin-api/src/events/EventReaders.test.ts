import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { EventReaders, type Reading } from './EventReaders.ts';

const MOST_OF_ONE = 10;
/** An admin by a token of this moment. */
const reader = (id: string, issuedAt = 1) => ({ user: { id, roles: ['admin'] }, issuedAt });

describe('readers of events', () => {
  test('[P61] one user has at most ten, of which the oldest is ended; nobody else loses one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 100 }), (joins) => {
        const readers = new EventReaders(1000);
        const all = joins.map((n) => ({ n, reading: readers.join(reader(`user ${n}`)) }));
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
    const joined: Reading[] = Array.from({ length: MOST_OF_ONE }, () => readers.join(reader('anna')));
    expect(() => readers.join(reader('ben'))).toThrow('Too many streams');
    readers.join(reader('anna'));
    expect(joined.map(({ ending }) => ending.aborted)).toEqual(joined.map((_, at) => at === 0));
    const [, second] = joined;
    if (second) readers.leave(second.queue);
    expect(readers.join(reader('ben')).ending.aborted).toBe(false);
    readers.stop();
    expect(joined.at(-1)?.ending.reason).toBe('stopping');
    expect(() => readers.join(reader('anna'))).toThrow('stopping');
  });

  test('[P61] who lost the role since their token was issued is ended, and nobody else', () => {
    const anyReader = fc.record({ id: fc.constantFrom('anna', 'ben'), issuedAt: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(anyReader, { maxLength: 9 }), fc.nat(4), (all, issuedAt) => {
        const readers = new EventReaders(1000);
        const reading = all.map((one) => ({
          one,
          ending: readers.join(reader(one.id, one.issuedAt)).ending,
        }));
        readers.lose({ userId: 'anna', admin: issuedAt });
        expect(readers.size).toBe(all.length);
        readers.lose({ userId: 'anna', none: issuedAt });
        for (const { one, ending } of reading) {
          const isOver = one.id === 'anna' && one.issuedAt <= issuedAt;
          expect(ending.reason).toBe(isOver ? 'role_lost' : undefined);
        }
        expect(readers.userIds.has('ben')).toBe(all.some(({ id }) => id === 'ben'));
      }),
    );
  });
});

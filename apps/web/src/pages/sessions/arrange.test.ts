import { describe, expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import { assert, integer, nat, property, record, uniqueArray } from 'fast-check';
import { arrange, byActivity, newer } from './arrange.ts';

const row = (id: string, at: number, rev = 1): Session =>
  ({ id, rev, lastActivityAt: new Date(at).toISOString() }) as Session;
const rows = uniqueArray(record({ id: nat(30), at: nat(20) }), {
  selector: ({ id }) => id,
  maxLength: 20,
}).map((all) => all.map(({ id, at }) => row(`${id}`, at)));
const ids = (all: readonly Session[]): string[] => all.map(({ id }) => id);

describe('the order of the list', () => {
  test('[P46] is by last activity, each once, whatever the order in which they came', () => {
    assert(
      property(rows, (all) => {
        const shown = arrange(all, []);
        expect(ids(shown).sort()).toEqual(ids(all).sort());
        for (const [at, one] of shown.slice(1).entries())
          expect(byActivity(shown[at] as Session, one)).toBeLessThan(0);
      }),
      { numRuns: 200 },
    );
  });

  test('what is held keeps its place however it changes; only older ones join, at the end', () => {
    assert(
      property(rows, rows, (before, after) => {
        const held = ids(arrange(before, []));
        const shown = arrange(after, held);
        const still = held.filter((id) => after.some((one) => one.id === id));
        if (held.length === 0) return;
        expect(ids(shown).slice(0, still.length)).toEqual(still);
        const kept = shown.slice(0, still.length);
        for (const joined of shown.slice(still.length))
          expect(kept.every((one) => byActivity(one, joined) < 0)).toBe(true);
        expect(new Set(ids(shown)).size).toBe(shown.length);
      }),
      { numRuns: 200 },
    );
  });

  test('of two states of a session the later change wins, then the later activity', () => {
    assert(
      property(
        integer({ min: 1, max: 3 }),
        nat(3),
        integer({ min: 1, max: 3 }),
        nat(3),
        (rev, at, rev2, at2) => {
          const [a, b] = [row('x', at, rev), row('x', at2, rev2)];
          const { rev: won, lastActivityAt } = newer(a, b);
          expect(won).toBe(Math.max(rev, rev2));
          if (rev === rev2) expect(lastActivityAt).toBe(new Date(Math.max(at, at2)).toISOString());
        },
      ),
    );
  });
});

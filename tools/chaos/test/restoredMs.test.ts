import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { restoredMs, type Felt } from '../src/faults/inflict.ts';

const felt = (endedAt: number, servedAt: number): Felt => ({
  fault: { kind: 'kill', target: { service: 'nats', n: 1 }, afterMs: 0 },
  endedAt,
  servedAt,
});

test('an outage counts from the end of its fault, or of the last one of its round that came on top', () => {
  const first = felt(1000, 9000);
  expect(restoredMs(first, [first])).toBe(8000);
  expect(restoredMs(first, [first, felt(1500, 9000), felt(7000, 9500)])).toBe(2000);
  expect(restoredMs(first, [first, felt(12_000, 13_000)])).toBe(8000);
});

test('an outage that never ended stays endless, and none is negative', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { minLength: 1 }), (ends) => {
      const round = ends.map(([end, ms]) => felt(end, end + ms));
      for (const each of round) expect(restoredMs(each, round)).toBeGreaterThanOrEqual(0);
      const endless = felt(0, Infinity);
      expect(restoredMs(endless, [...round, endless])).toBe(Infinity);
    }),
  );
});

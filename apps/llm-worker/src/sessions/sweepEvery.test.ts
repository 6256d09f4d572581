import { expect, test } from '@jest/globals';
import { sweepEvery } from './sweepEvery.ts';

test('[P12] a short window is swept often enough, a long one each half minute', () => {
  expect(sweepEvery(15 * 60_000)).toBe(30_000);
  expect(sweepEvery(24_000)).toBe(3_000);
  expect(sweepEvery(3_000)).toBe(375);
  expect(sweepEvery(100)).toBe(100);
});

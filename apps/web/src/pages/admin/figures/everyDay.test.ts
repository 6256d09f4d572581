import { describe, expect, test } from '@jest/globals';
import { everyDay } from './everyDay.ts';

const row = (key: string, calls: number) => ({
  key,
  calls,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  costUsd: 0,
});
const day = (key: string): number => Date.parse(key) / 1000;

describe('everyDay', () => {
  test('has each day of the span, the one in which it began too, with 0 where nothing was used', () => {
    const span = { from: '2026-02-27T15:00:00.000Z', to: '2026-03-02T15:00:00.000Z' };
    expect(everyDay([row('2026-03-01', 3), row('2026-03-02', 5)], span, ({ calls }) => calls)).toEqual({
      at: ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'].map(day),
      values: [0, 0, 3, 5],
    });
  });

  test('leaves out what isn’t in the span', () => {
    const span = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
    expect(everyDay([row('2024-03-01', 3)], span, ({ calls }) => calls)).toEqual({
      at: [day('2026-03-01')],
      values: [0],
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { lastDays } from './ownUsage.ts';

const used = (day: string, totalTokens: number) => ({
  day,
  calls: 1,
  usage: { inputTokens: totalTokens, outputTokens: 0, totalTokens },
});

describe('lastDays', () => {
  test('[P62] has each day once, today last, also those on which nothing was used', () => {
    const today = { tokens: 7, resetsAt: '2026-03-02T00:00:00.000Z' };
    const days = [used('2026-02-01', 99), used('2026-02-27', 5), used('2026-03-01', 7)];
    expect(lastDays({ today, days, models: [] }, 4)).toEqual([
      { day: '2026-02-26', tokens: 0 },
      { day: '2026-02-27', tokens: 5 },
      { day: '2026-02-28', tokens: 0 },
      { day: '2026-03-01', tokens: 7 },
    ]);
  });
});

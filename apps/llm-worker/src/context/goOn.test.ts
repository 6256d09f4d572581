import { describe, expect, test } from '@jest/globals';
import { estimateTokens } from '@parley/conversation';
import * as fc from 'fast-check';
import { goOn } from './goOn.ts';

describe('goOn', () => {
  test('[P27] keeps as much of the end as fits, whole characters, counted about as if it were one piece', async () => {
    const any = fc.oneof(fc.lorem({ maxCount: 400, mode: 'words' }), fc.constant('🦅ร'.repeat(5_000)));
    await fc.assert(
      fc.asyncProperty(any, fc.nat(6_000), async (partial, room) => {
        const end = await goOn(partial, room, estimateTokens, () => Promise.resolve());
        if (!end) {
          expect(Math.min(estimateTokens(partial), 100) + 120).toBeGreaterThan(room);
          return;
        }
        expect(end.tokens).toBeLessThanOrEqual(room);
        const text = end.messages[0]?.text ?? '';
        expect(partial.endsWith(text) && text.isWellFormed()).toBe(true);
        const whole = text.length === partial.length;
        expect(end.messages[1]?.text.includes('beginning is left out')).toBe(!whole);
        const spare = estimateTokens(text) + 120 + partial.length / 4_000 + 4;
        if (!whole) expect(spare).toBeGreaterThan(room);
      }),
      { numRuns: 200 },
    );
  });

  test('counts an answer as long as they become in small pieces, and lets others go on in between', async () => {
    const partial = 'Kestrels eat voles. '.repeat(6_000);
    let [counted, longest, pauses] = [0, 0, 0];
    const count = (text: string): number => {
      counted += text.length;
      longest = Math.max(longest, text.length);
      return estimateTokens(text);
    };
    const end = await goOn(partial, 20_000, count, async () => void pauses++);
    expect(end?.tokens).toBeGreaterThan(19_900);
    expect(longest).toBeLessThanOrEqual(4_000);
    expect(counted).toBeLessThan(3 * partial.length);
    expect(pauses).toBeGreaterThanOrEqual(20);
  });
});

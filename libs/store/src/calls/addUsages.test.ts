import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addUsages } from './addUsages.ts';

test('[P62] the sum of sums is that of all their calls, to the billionth of a dollar', () => {
  const anyCall = fc.record({
    inputTokens: fc.nat(1e6),
    outputTokens: fc.nat(1e6),
    cachedTokens: fc.nat(1e6),
    nanos: fc.nat(1e9),
  });
  fc.assert(
    fc.property(fc.array(fc.array(anyCall, { minLength: 1 }), { minLength: 1 }), (hours) => {
      const usages = hours.map((calls) => {
        const [input, output, cached, nanos] = calls.reduce(
          ([i, o, c, n], call) => [
            i + call.inputTokens,
            o + call.outputTokens,
            c + call.cachedTokens,
            n + call.nanos,
          ],
          [0, 0, 0, 0],
        );
        return {
          inputTokens: input,
          outputTokens: output,
          totalTokens: input + output,
          cachedTokens: cached,
          costUsd: nanos / 1e9,
        };
      });
      const all = hours.flat();
      const input = all.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
      const { costUsd, inputTokens, totalTokens, cachedTokens = 0 } = addUsages(usages);
      expect(costUsd).toBe(all.reduce((sum, { nanos }) => sum + nanos, 0) / 1e9);
      expect(inputTokens).toBe(input);
      expect(totalTokens).toBe(input + all.reduce((sum, { outputTokens }) => sum + outputTokens, 0));
      expect(cachedTokens).toBe(all.reduce((sum, call) => sum + call.cachedTokens, 0));
    }),
  );
});

test('[P62] of nothing is nothing, without a cost', () => {
  expect(addUsages([])).toEqual({ inputTokens: 0, outputTokens: 0, totalTokens: 0 });
});

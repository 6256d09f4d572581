import { describe, expect, test } from '@jest/globals';
import { DEMO_MODEL, type ModelConfig } from '@parley/config';
import { estimateTokens } from '@parley/conversation';
import * as fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createTokens } from './createTokens.ts';
import { tokenizerOf } from './tokenizerOf.ts';

const modelOf = (model: string): ModelConfig => ({ ...DEMO_MODEL, id: 'm', provider: 'openai', model });
const PUBLIC = modelOf('gpt-5-mini');
const OWN = modelOf('llama-4');
const LONG = 'What does the kestrel eat? '.repeat(100);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.lorem({ maxCount: 60 }),
  fc.constantFrom('<|endoftext|>', '<|im_start|>system', 'fi\n\n\n', '   '),
);

describe('createTokens', () => {
  test.each([
    ['gpt-5-mini', 'o200k_base'],
    ['gpt-4o-2024-08-06', 'o200k_base'],
    ['gpt-4.1', 'o200k_base'],
    ['o4-mini', 'o200k_base'],
    ['openai/gpt-4o', 'o200k_base'],
    ['ft:gpt-4o-mini:us', 'o200k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-3.5-turbo', 'cl100k_base'],
    ['llama-4', undefined],
    ['opus', undefined],
  ])('knows which tokenizer %s has: %s', (model, name) => expect(tokenizerOf(modelOf(model))).toBe(name));

  test('[P27] counts as the model’s own tokenizer does, also what looks like its marks', async () => {
    const tokens = createTokens();
    await tokens.ready(PUBLIC);
    fc.assert(
      fc.property(text, (said) => {
        expect(tokens.count(PUBLIC, said)).toBe(countTokens(said, { disallowedSpecial: new Set() }));
      }),
      { numRuns: 500 },
    );
    // Counted in pieces, then known.
    const exact = countTokens(LONG);
    for (const _time of [1, 2]) {
      expect(tokens.count(PUBLIC, LONG)).toBeGreaterThanOrEqual(exact);
      expect(tokens.count(PUBLIC, LONG)).toBeLessThanOrEqual(exact + LONG.length / 1_000);
    }
    tokens.learn(PUBLIC, 100, 900);
    expect(tokens.count(PUBLIC, 'kestrel')).toBe(countTokens('kestrel'));
  });

  test('counts a run without spaces in time that grows with its length', async () => {
    const tokens = createTokens();
    await tokens.ready(PUBLIC);
    let run = 0;
    // The fastest of a few: others work on this machine too.
    const timeOf = (length: number): number => {
      const times = Array.from({ length: 5 }, () => {
        const text = `${run++}${'สวัสดีครับ'.repeat(length)}`;
        const began = performance.now();
        tokens.count(PUBLIC, text);
        return performance.now() - began;
      });
      return Math.min(...times);
    };
    timeOf(100);
    // Eight times the length would take 64 times as long if it went by the square.
    expect(timeOf(3_200)).toBeLessThan(Math.max(1, timeOf(400)) * 32);
  });

  test('[P27] an estimate’s factor comes near to what the provider counts, and stays within a half and two', () => {
    const count = fc.oneof(fc.nat(100_000), fc.double(), fc.constantFrom(0, -1, NaN, Infinity));
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count), { maxLength: 50 }), (seen) => {
        const tokens = createTokens();
        for (const [counted, actual] of seen) tokens.learn(OWN, counted, actual);
        const estimate = estimateTokens(LONG);
        expect(tokens.count(OWN, LONG)).toBeGreaterThanOrEqual(estimate * 0.5);
        expect(tokens.count(OWN, LONG)).toBeLessThanOrEqual(estimate * 2 + 1);
        expect(tokens.count(modelOf('another'), LONG)).toBe(estimate);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (factor) => {
        const tokens = createTokens();
        const actual = estimateTokens(LONG) * factor;
        for (let time = 0; time < 30; time++) tokens.learn(OWN, tokens.count(OWN, LONG), actual);
        expect(tokens.count(OWN, LONG) / actual).toBeGreaterThan(0.95);
        expect(tokens.count(OWN, LONG) / actual).toBeLessThan(1.05);
      }),
    );
  });

  test('[P27] two texts together count as much as both, within tolerance', async () => {
    const tokens = createTokens();
    await tokens.ready(PUBLIC);
    fc.assert(
      fc.property(text, text, fc.constantFrom(PUBLIC, OWN), (one, other, model) => {
        const apart = tokens.count(model, one) + tokens.count(model, other);
        // Where they meet, what was several tokens may become one, and the other way round.
        expect(Math.abs(tokens.count(model, one + other) - apart)).toBeLessThanOrEqual(4 + apart * 0.5);
      }),
    );
  });

  test('[P27] an estimate is near what a tokenizer counts of usual texts, and rather above it', () => {
    const texts = [
      'The quick brown fox jumps over the lazy dog, and then it considers what a remarkable evening this is.',
      'Der Turmfalke jagt im Rüttelflug über Wiesen und Feldern; seine Beute sind vor allem Wühlmäuse.',
      'Пустельга охотится на мелких грызунов, зависая над полем и высматривая добычу.',
      '红隼以小型啮齿动物为食，常在田野上空悬停寻找猎物。',
      'const total = items.reduce((sum, { price }) => sum + price * 1.19, 0); // 42 items\n',
      'チョウゲンボウは小型の猛禽類で、主にネズミを食べます。',
      'العوسق طائر جارح صغير يتغذى على القوارض الصغيرة.',
    ];
    for (const said of texts) {
      const exact = countTokens(said);
      expect(estimateTokens(said)).toBeGreaterThanOrEqual(exact * 0.85);
      expect(estimateTokens(said)).toBeLessThanOrEqual(exact * 2.5);
    }
  });
});

import { expect, test } from '@jest/globals';
import { readArguments } from '../src/readArguments.ts';

test('without arguments it is the long run, with a seed of its own', () => {
  const { seed, ...others } = readArguments([]);
  expect(seed).toBeGreaterThan(0);
  expect(others).toEqual({ clients: 100, kills: 200, isShort: false });
});

test('--short is a minute with few clients, unless it is told otherwise', () => {
  expect(readArguments(['--short', '--seed', '7'])).toEqual({
    seed: 7,
    clients: 20,
    minutes: 1,
    kills: 200,
    isShort: true,
  });
  expect(readArguments(['--short', '--kills', '2', '--clients', '4'])).toMatchObject({
    clients: 4,
    kills: 2,
  });
  expect(readArguments(['--short', '--kills', '2'])).not.toHaveProperty('minutes');
});

test.each([
  [['--clients', 'x'], '--clients: must be a number above 0'],
  [['--kills', '1.5'], '--kills: must be a number above 0'],
  [['--kills', '3', '--minutes', '1'], 'exclude each other'],
  [['--fast'], '--fast'],
])('%j is refused', (args, why) => {
  expect(() => readArguments(args)).toThrow(why);
});

import { expect, test } from '@jest/globals';
import { eventually } from './eventually.ts';

test('gives what the predicate gave at last', async () => {
  let looks = 0;
  expect(await eventually('three looks', () => (++looks === 3 ? 'found' : undefined), { everyMs: 1 })).toBe(
    'found',
  );
});

test('goes on after an error', async () => {
  let looks = 0;
  const once = async () => {
    if (++looks === 1) throw new Error('not there');
    return looks;
  };
  expect(await eventually('a second look', once, { everyMs: 1 })).toBe(2);
});

test('names what was waited for, for how long, and what was seen last', async () => {
  const limits = { timeoutMs: 30, everyMs: 5 };
  await expect(eventually('the moon is full', () => false, limits)).rejects.toThrow(
    'not within 30 ms: the moon is full; the last look gave false',
  );
  const failing = eventually('it answers', () => Promise.reject(new Error('refused')), limits);
  await expect(failing).rejects.toThrow('not within 30 ms: it answers; the last look failed: refused');
});

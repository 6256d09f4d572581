import { expect, test } from '@jest/globals';
import { Uuid } from '@parley/protocol';
import { randomId } from './randomId.ts';

test('makes UUIDs of version 4, all different', () => {
  const ids = Array.from({ length: 1000 }, randomId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) {
    expect(Uuid.safeParse(id).success).toBe(true);
    expect(id[14]).toBe('4');
  }
});

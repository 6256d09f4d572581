import { expect, test } from '@jest/globals';
import { freePort } from '../../src/index.ts';

test('no port is given out twice, though nobody listens on it yet', async () => {
  const ports = await Promise.all(Array.from({ length: 3_000 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
});

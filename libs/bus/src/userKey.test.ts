import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { subjects } from '@parley/protocol';
import { anyUserId } from '@parley/testing';
import * as fc from 'fast-check';
import { userKey } from './userKey.ts';

test('[P3] every user id gives a subject of one plain token, and different ids different ones', () => {
  fc.assert(
    fc.property(anyUserId(), anyUserId(), (one, other) => {
      expect(subjects.user(userKey(one))).toMatch(/^user\.[0-9a-f]{32}$/);
      const same = Buffer.from(one, 'utf8').equals(Buffer.from(other, 'utf8'));
      expect(userKey(one) === userKey(other)).toBe(same);
    }),
    { numRuns: 300 },
  );
  expect(userKey('ann')).toBe(createHash('sha256').update('ann').digest('hex').slice(0, 32));
});

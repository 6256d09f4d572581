import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { PARTITIONS } from './limits.ts';
import { partitionOf } from './partition.ts';
import { subjects, type UserKey } from './subjects.ts';

describe('subjects', () => {
  test('[P3] nothing but checked ids and hashes goes into a subject', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('*', '>', 'a.b', '')), (text) => {
        for (const make of [subjects.out, subjects.command, subjects.turn, subjects.note, subjects.stop]) {
          expect(() => make(text)).toThrow();
        }
        expect(() => subjects.user(text as UserKey)).toThrow();
      }),
    );
  });

  test('[P12] a session’s commands always share one partition, and partitions are used evenly', () => {
    const counts = Array.from({ length: PARTITIONS }, () => 0);
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const partition = partitionOf(id);
        expect(subjects.command(id)).toBe(`chat.${partition}.${id}`);
        counts[partition] = (counts[partition] ?? 0) + 1;
      }),
      { numRuns: 3_200 },
    );
    expect(Math.min(...counts)).toBeGreaterThan(40);
  });
});

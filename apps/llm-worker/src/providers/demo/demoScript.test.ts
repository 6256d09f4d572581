import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { demoScript } from './demoScript.ts';

const asked = (text: string) => demoScript([{ role: 'user', text }]);

describe('demoScript', () => {
  test('[P28] /echo answers any text exactly, in small pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(asked(`/echo ${text}`).pieces.join('')).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('/long and /slow stream as many words as they say, as far apart', () => {
    expect(asked('/long 30').pieces).toHaveLength(30);
    expect(asked('/long 30').everyMs).toBe(5);
    expect(asked('/slow 40').pieces).toHaveLength(200);
    expect(asked('/slow 40').everyMs).toBe(40);
    expect(asked('/long 999999').pieces).toHaveLength(20_000);
    expect(asked('/long x').pieces).toHaveLength(200);
  });

  test('/think thinks in pieces before it answers the text exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const { thoughts = [], pieces } = asked(`/think ${text}`);
        expect(pieces.join('')).toBe(text);
        expect(thoughts.length).toBeGreaterThan(3);
        expect(thoughts.join('')).toContain(`“${text}”`);
      }),
    );
    expect(asked('/echo x').thoughts).toBeUndefined();
  });

  test('/fail and /cut fail, before and after the first words', () => {
    expect(asked('/fail')).toMatchObject({ pieces: [], failure: 'at once' });
    expect(asked('/cut').pieces.length).toBeGreaterThan(0);
    expect(asked('/cut').failure).toBe('in the middle');
  });

  test('anything else gets the same tour, and what looks like a command of an object is none', () => {
    const tour = asked('hello').pieces.join('');
    expect(tour).toContain('demo model');
    for (const text of ['', '/constructor', '/toString x', '/unknown', 'say /echo']) {
      expect(asked(text).pieces.join('')).toBe(tour);
    }
  });
});

import { describe, expect, test } from '@jest/globals';
import { shortName } from './shortName.ts';

describe('shortName', () => {
  test('leaves a name alone that is short enough, and ends a longer one in dots', () => {
    expect(shortName('Jolanda van den Berg')).toBe('Jolanda van den Berg');
    expect(shortName('n'.repeat(40))).toBe('n'.repeat(40));
    expect(shortName('n'.repeat(41))).toBe(`${'n'.repeat(39)}…`);
    expect(shortName('Anna Maria Berg', 6)).toBe('Anna…');
  });

  test('cuts no character in half', () => {
    expect(shortName('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…');
  });
});

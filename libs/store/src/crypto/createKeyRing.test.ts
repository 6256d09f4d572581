import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createKeyRing, type RingKey } from './createKeyRing.ts';
import { SealedDataError } from './SealedDataError.ts';
import type { Place } from './Sealer.ts';

const newKey = (id: string): RingKey => ({ id, key: randomBytes(32) });
const [oldKey, newerKey, otherKey] = [newKey('old'), newKey('new-1'), newKey('other')];

const place: fc.Arbitrary<Place> = fc.record({
  collection: fc.constantFrom('sessions', 'entries'),
  record: fc.string(),
  field: fc.string(),
});
const wellFormed = fc.string({ unit: 'binary' });

/** Why it can't be opened; `undefined`: it can. */
function reasonOf(open: () => string): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return error instanceof SealedDataError ? error.reason : String(error);
  }
}

describe('createKeyRing', () => {
  test('[P44] opens what it sealed, and the bytes show nothing of it', () => {
    const ring = createKeyRing([oldKey]);
    fc.assert(
      fc.property(place, wellFormed, (at, text) => {
        const sealed = ring.seal(at, text);
        expect(ring.open(at, sealed)).toBe(text);
        expect(sealed).not.toEqual(ring.seal(at, text));
        const plain = Buffer.from(text);
        if (plain.length > 4) expect(Buffer.from(sealed).includes(plain)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('[P44] refuses a value with any bit flipped', () => {
    const ring = createKeyRing([oldKey]);
    fc.assert(
      fc.property(place, wellFormed, fc.nat(), (at, text, n) => {
        const sealed = ring.seal(at, text);
        const bit = n % (sealed.length * 8);
        const byte = sealed[bit >> 3] ?? 0;
        sealed[bit >> 3] = byte ^ (1 << (bit & 7));
        expect(reasonOf(() => ring.open(at, sealed))).toMatch(/malformed|unknown_key|refused/);
      }),
      { numRuns: 500 },
    );
  });

  test('[P44] refuses a value cut or lengthened anywhere', () => {
    const ring = createKeyRing([oldKey]);
    fc.assert(
      fc.property(place, wellFormed, fc.nat(), fc.uint8Array({ minLength: 1 }), (at, text, n, more) => {
        const sealed = ring.seal(at, text);
        const cut = sealed.subarray(0, n % sealed.length);
        expect(reasonOf(() => ring.open(at, cut))).toBeDefined();
        expect(reasonOf(() => ring.open(at, Buffer.concat([sealed, more])))).toBe('refused');
      }),
    );
  });

  test('[P44] refuses a value moved to another collection, record or field', () => {
    const ring = createKeyRing([oldKey]);
    fc.assert(
      fc.property(place, place, wellFormed, (from, to, text) => {
        fc.pre(JSON.stringify(from) !== JSON.stringify(to));
        expect(reasonOf(() => ring.open(to, ring.seal(from, text)))).toBe('refused');
      }),
    );
    const at = { collection: 'entries', record: 's:1', field: 'text' } as const;
    for (const to of [{ collection: 'sessions' }, { record: 's:2' }, { field: 'transcript' }] as const) {
      expect(reasonOf(() => ring.open({ ...at, ...to }, ring.seal(at, 'hi')))).toBe('refused');
    }
  });

  test('[P44] names the key that is unknown, and refuses another key under the same id', () => {
    fc.assert(
      fc.property(place, wellFormed, (at, text) => {
        const sealed = createKeyRing([oldKey]).seal(at, text);
        const stranger = createKeyRing([otherKey]);
        expect(() => stranger.open(at, sealed)).toThrow('was sealed with the unknown key "old"');
        const impostor = createKeyRing([{ id: 'old', key: otherKey.key }]);
        expect(reasonOf(() => impostor.open(at, sealed))).toBe('refused');
      }),
    );
  });

  test('[P44] rotates without a moment in which something cannot be read', () => {
    // Each service is at any of these steps while its neighbours are one before or behind.
    const steps = [[oldKey], [oldKey, newerKey], [newerKey, oldKey]].map((keys) => createKeyRing(keys));
    const neighbours = fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 1], [0, 0], [1, 1], [2, 2]);
    fc.assert(
      fc.property(place, wellFormed, neighbours, (at, text, [writer = 0, reader = 0]) => {
        const sealed = steps[writer]?.seal(at, text) ?? new Uint8Array();
        expect(steps[reader]?.open(at, sealed)).toBe(text);
      }),
    );
    const at = { collection: 'entries', record: 's:1', field: 'text' } as const;
    expect(
      reasonOf(() => createKeyRing([newerKey]).open(at, steps[1]?.seal(at, 'x') ?? new Uint8Array())),
    ).toBe('unknown_key');
    expect(createKeyRing([newerKey]).open(at, steps[2]?.seal(at, 'x') ?? new Uint8Array())).toBe('x');
  });

  test.each([
    ['no key', [], 'at least one key'],
    ['an id twice', [oldKey, { ...otherKey, id: 'old' }], 'ids must differ'],
    ['a short key', [{ id: 'k', key: randomBytes(16) }], 'k must have 32 bytes'],
    ['an id that does not fit', [{ ...oldKey, id: 'ä' }], 'an id must be'],
  ])('refuses %s', (_what, keys, why) => {
    expect(() => createKeyRing(keys)).toThrow(why);
  });
});

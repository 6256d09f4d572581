import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createDataKey } from './createDataKey.ts';
import { createKeyRing } from './createKeyRing.ts';
import { SealedDataError } from './SealedDataError.ts';
import type { Place } from './Sealer.ts';

const bytes = randomBytes(32);
const key = createDataKey('one', bytes);

const place: fc.Arbitrary<Place> = fc.record({
  collection: fc.constantFrom('sessions', 'entries'),
  record: fc.string(),
  field: fc.string(),
});
const wellFormed = fc.string({ unit: 'binary' });

/** Why it can't be opened; `undefined`: it can. */
function reasonOf(open: () => unknown): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    return error instanceof SealedDataError ? error.reason : String(error);
  }
}

describe('createDataKey', () => {
  test('[P44] opens what it sealed, and the bytes show nothing of it', () => {
    fc.assert(
      fc.property(place, wellFormed, (at, text) => {
        const sealed = key.seal(at, text);
        expect(key.open(at, sealed)).toBe(text);
        expect(sealed).not.toEqual(key.seal(at, text));
        const plain = Buffer.from(text);
        if (plain.length > 4) expect(Buffer.from(sealed).includes(plain)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('[P44] refuses a value with any bit flipped', () => {
    fc.assert(
      fc.property(place, wellFormed, fc.nat(), (at, text, n) => {
        const sealed = key.seal(at, text);
        const bit = n % (sealed.length * 8);
        const byte = sealed[bit >> 3] ?? 0;
        sealed[bit >> 3] = byte ^ (1 << (bit & 7));
        expect(reasonOf(() => key.open(at, sealed))).toMatch(/malformed|unknown_key|refused/);
      }),
      { numRuns: 500 },
    );
  });

  test('[P44] refuses a value cut or lengthened anywhere', () => {
    fc.assert(
      fc.property(place, wellFormed, fc.nat(), fc.uint8Array({ minLength: 1 }), (at, text, n, more) => {
        const sealed = key.seal(at, text);
        const cut = sealed.subarray(0, n % sealed.length);
        expect(reasonOf(() => key.open(at, cut))).toBeDefined();
        expect(reasonOf(() => key.open(at, Buffer.concat([sealed, more])))).toBe('refused');
      }),
    );
  });

  test('[P44] refuses a value moved to another collection, record or field', () => {
    fc.assert(
      fc.property(place, place, wellFormed, (from, to, text) => {
        fc.pre(JSON.stringify(from) !== JSON.stringify(to));
        expect(reasonOf(() => key.open(to, key.seal(from, text)))).toBe('refused');
      }),
    );
    const at = { collection: 'entries', record: 's:1', field: 'text' } as const;
    for (const to of [{ collection: 'sessions' }, { record: 's:2' }, { field: 'transcript' }] as const) {
      expect(reasonOf(() => key.open({ ...at, ...to }, key.seal(at, 'hi')))).toBe('refused');
    }
  });

  test('[P44] opens nothing of another key, whatever it is called, nor what the ring wrapped', () => {
    const impostor = createDataKey('one', randomBytes(32));
    const other = createDataKey('other', bytes);
    const ring = createKeyRing([{ id: 'one', key: bytes }]);
    fc.assert(
      fc.property(place, wellFormed, (at, text) => {
        const sealed = key.seal(at, text);
        expect(reasonOf(() => impostor.open(at, sealed))).toBe('refused');
        expect(reasonOf(() => other.open(at, sealed))).toBe('unknown_key');
        expect(reasonOf(() => ring.unwrap(at, sealed))).toBe('malformed');
        expect(reasonOf(() => key.open(at, ring.wrap(at, Buffer.from(text))))).toBe('malformed');
      }),
    );
  });

  test('[P44] says where and why in its cause, and nothing of that to clients', () => {
    const at = { collection: 'entries', record: 's:1', field: 'text' } as const;
    const sealed = createDataKey('other', bytes).seal(at, 'hi');
    const thrown = (() => {
      try {
        return key.open(at, sealed);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({
      category: 'service',
      code: 'internal',
      reason: 'unknown_key',
      place: at,
      cause: { message: 'entries s:1, text: was sealed with the unknown key "other"' },
    });
    expect(JSON.stringify((thrown as SealedDataError).toWire())).not.toMatch(/s:1|other/);
  });

  test('[P44] derives the same bytes for the same purpose, others for any other', () => {
    const again = createDataKey('renamed', bytes);
    const others = new Set<string>();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), (purpose) => {
        const derived = Buffer.from(key.derive(purpose));
        expect(derived).toHaveLength(32);
        expect(derived.equals(again.derive(purpose))).toBe(true);
        expect(derived.equals(createDataKey('one', randomBytes(32)).derive(purpose))).toBe(false);
        others.add(`${purpose} ${derived.toString('hex')}`);
      }),
    );
    const hexes = new Set([...others].map((one) => one.slice(-64)));
    expect(hexes.size).toBe(others.size);
    expect(hexes.has(Buffer.from(bytes).toString('hex'))).toBe(false);
  });
});

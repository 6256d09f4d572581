import { createSecretKey } from 'node:crypto';
import { KEY_BYTES, decrypt, encrypt } from './boundCipher.ts';
import { ENVELOPE_VERSION } from './envelope.ts';
import type { Place } from './Sealer.ts';

/** One key: what values name it by (1–32 of letters, digits, `_`, `-`), and its 32 bytes. */
export interface RingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The operator's keys. They wrap the users' data keys and nothing else. */
export interface KeyRing {
  /** Ids of the keys, the one that wraps first. */
  readonly ids: readonly [string, ...string[]];
  /** Encrypts a data key for `place`, with the first key. */
  wrap(place: Place, dataKey: Uint8Array): Uint8Array;
  /**
   * Decrypts a data key that was wrapped for `place`, with any of the keys.
   * @throws SealedDataError when it was changed, was wrapped for another place, or its key is unknown
   */
  unwrap(place: Place, wrapped: Uint8Array): Uint8Array;
}

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

function checkKeys(keys: readonly RingKey[]): void {
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new TypeError('keys: ids must differ');
  for (const { id, key } of keys) {
    if (!KEY_ID.test(id)) throw new TypeError('keys: an id must be 1–32 letters, digits, _ or -');
    if (key.length !== KEY_BYTES) throw new TypeError(`keys: ${id} must have ${KEY_BYTES} bytes`);
  }
}

/**
 * AES-256-GCM with a ring of keys: the first one wraps, all unwrap. To rotate, give every service the new key behind the
 * old one, then in front of it; drop the old one when it wraps nothing any more. Nonces are random, so a key should wrap
 * no more than 2^32 data keys.
 * @throws TypeError when there is no key, an id is used twice, or a key has another length than 32 bytes
 */
export function createKeyRing(keys: readonly RingKey[]): KeyRing {
  const [first, ...others] = keys;
  if (!first) throw new TypeError('keys: must hold at least one key');
  checkKeys(keys);
  const ring = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
  const wrapping = createSecretKey(first.key);
  return {
    ids: [first.id, ...others.map(({ id }) => id)],
    wrap: (place, dataKey) => encrypt(ENVELOPE_VERSION.wrapped, first.id, wrapping, place, dataKey),
    unwrap: (place, wrapped) => decrypt(ENVELOPE_VERSION.wrapped, (id) => ring.get(id), place, wrapped),
  };
}

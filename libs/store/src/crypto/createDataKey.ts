import { createSecretKey, hkdfSync } from 'node:crypto';
import { KEY_BYTES, decrypt, encrypt } from './boundCipher.ts';
import { ENVELOPE_VERSION } from './envelope.ts';
import type { Sealer } from './Sealer.ts';

/** A user's key: seals and opens what the user's sessions hold. */
export interface DataKey extends Sealer {
  readonly id: string;
  /**
   * 32 bytes for another purpose, by HKDF-SHA-256: always the same ones for the same `purpose`.
   * @throws SealedDataError when the key is gone
   */
  derive(purpose: string): Uint8Array;
}

/** The data key of these 32 bytes: AES-256-GCM under its own id. */
export function createDataKey(id: string, bytes: Uint8Array): DataKey {
  const key = createSecretKey(bytes);
  const keyOf = (named: string) => (named === id ? key : undefined);
  return {
    id,
    seal: (place, text) => encrypt(ENVELOPE_VERSION.sealed, id, key, place, Buffer.from(text)),
    open: (place, sealed) => decrypt(ENVELOPE_VERSION.sealed, keyOf, place, sealed).toString('utf8'),
    derive: (purpose) => new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), purpose, KEY_BYTES)),
  };
}

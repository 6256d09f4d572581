import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ENVELOPE_VERSION, NONCE_BYTES, TAG_BYTES, packEnvelope, unpackEnvelope } from './envelope.ts';
import { SealedDataError } from './SealedDataError.ts';
import type { Place, Sealer } from './Sealer.ts';

/** One key: what values name it by (1–32 of letters, digits, `_`, `-`), and its 32 bytes. */
export interface RingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/** What the tag covers besides the text. A JSON array, so that no two places look the same. */
const boundTo = (keyId: string, { collection, record, field }: Place): Buffer =>
  Buffer.from(JSON.stringify([ENVELOPE_VERSION, keyId, collection, record, field]));

function checkKeys(keys: readonly RingKey[]): void {
  if (keys.length === 0) throw new TypeError('keys: must hold at least one key');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new TypeError('keys: ids must differ');
  for (const { id, key } of keys) {
    if (!KEY_ID.test(id)) throw new TypeError('keys: an id must be 1–32 letters, digits, _ or -');
    if (key.length !== KEY_BYTES) throw new TypeError(`keys: ${id} must have ${KEY_BYTES} bytes`);
  }
}

/**
 * AES-256-GCM with a ring of keys: the first one writes, all read. To rotate, give every service the new key behind the
 * old one, then in front of it; drop the old one when nothing names it any more. Nonces are random, so a key should
 * write no more than 2^32 values.
 * @throws TypeError when there is no key, an id is used twice, or a key has another length than 32 bytes
 */
export function createKeyRing(keys: readonly RingKey[]): Sealer {
  checkKeys(keys);
  const ring = new Map(keys.map(({ id, key }) => [id, Uint8Array.from(key)]));
  const [writer] = [...ring];
  if (writer === undefined) throw new TypeError('keys: must hold at least one key');
  const [writerId, writerKey] = writer;
  return {
    seal(place, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, writerKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(writerId, place));
      const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      const tag = cipher.getAuthTag();
      return packEnvelope({ version: ENVELOPE_VERSION, keyId: writerId, nonce, ciphertext, tag });
    },
    open(place, sealed) {
      const envelope = unpackEnvelope(sealed);
      if (!envelope)
        throw new SealedDataError('malformed', place, 'is not a sealed value of a known version');
      const { keyId, nonce, ciphertext, tag } = envelope;
      const key = ring.get(keyId);
      if (!key)
        throw new SealedDataError(
          'unknown_key',
          place,
          `was sealed with the unknown key ${JSON.stringify(keyId)}`,
        );
      try {
        const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(boundTo(keyId, place)).setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SealedDataError('refused', place, 'was changed, or was sealed for another place', cause);
      }
    },
  };
}

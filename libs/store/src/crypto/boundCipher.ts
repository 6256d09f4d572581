import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { NONCE_BYTES, TAG_BYTES, packEnvelope, unpackEnvelope, type EnvelopeVersion } from './envelope.ts';
import { SealedDataError } from './SealedDataError.ts';
import type { Place } from './Sealer.ts';

const ALGORITHM = 'aes-256-gcm';
/** Bytes of every key. */
export const KEY_BYTES = 32;

/** What the tag covers besides the content. A JSON array, so that no two places look the same. */
const boundTo = (version: EnvelopeVersion, keyId: string, { collection, record, field }: Place): Buffer =>
  Buffer.from(JSON.stringify([version, keyId, collection, record, field]));

/** AES-256-GCM, bound to a place, under the key of this id, with a random nonce. */
export function encrypt(
  version: EnvelopeVersion,
  keyId: string,
  key: KeyObject,
  place: Place,
  content: Uint8Array,
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(version, keyId, place));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return packEnvelope({ version, keyId, nonce, ciphertext, tag: cipher.getAuthTag() });
}

/**
 * What was encrypted for this place.
 * @throws SealedDataError when it is no such envelope, was changed, is bound to another place, or `keyOf` has no key
 */
export function decrypt(
  version: EnvelopeVersion,
  keyOf: (id: string) => KeyObject | undefined,
  place: Place,
  sealed: Uint8Array,
): Buffer {
  const envelope = unpackEnvelope(sealed, version);
  if (!envelope) throw new SealedDataError('malformed', place, 'is not a sealed value of a known version');
  const { keyId, nonce, ciphertext, tag } = envelope;
  const key = keyOf(keyId);
  if (!key) {
    throw new SealedDataError(
      'unknown_key',
      place,
      `was sealed with the unknown key ${JSON.stringify(keyId)}`,
    );
  }
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(version, keyId, place)).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (cause) {
    throw new SealedDataError('refused', place, 'was changed, or was sealed for another place', cause);
  }
}

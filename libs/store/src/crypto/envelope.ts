/**
 * A sealed value as it is stored: version (1 byte), length of the key's id (1 byte), the key's id (ASCII), nonce (12
 * bytes), ciphertext, tag (16 bytes).
 */
export interface Envelope {
  readonly version: EnvelopeVersion;
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** What the key that is named encrypts: a ring key wraps data keys, a data key seals texts. */
export const ENVELOPE_VERSION = { wrapped: 1, sealed: 2 } as const;
export type EnvelopeVersion = (typeof ENVELOPE_VERSION)[keyof typeof ENVELOPE_VERSION];
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The bytes of an envelope. */
export function packEnvelope({ version, keyId, nonce, ciphertext, tag }: Envelope): Uint8Array {
  const id = Buffer.from(keyId, 'latin1');
  return Buffer.concat([Uint8Array.of(version, id.length), id, nonce, ciphertext, tag]);
}

/** The envelope of this version in these bytes; `undefined`: there is none. */
export function unpackEnvelope(bytes: Uint8Array, version: EnvelopeVersion): Envelope | undefined {
  const idBytes = bytes[1];
  if (bytes[0] !== version || idBytes === undefined) return undefined;
  const nonceAt = 2 + idBytes;
  const textAt = nonceAt + NONCE_BYTES;
  const tagAt = bytes.length - TAG_BYTES;
  if (tagAt < textAt) return undefined;
  return {
    version,
    keyId: Buffer.from(bytes.subarray(2, nonceAt)).toString('latin1'),
    nonce: bytes.subarray(nonceAt, textAt),
    ciphertext: bytes.subarray(textAt, tagAt),
    tag: bytes.subarray(tagAt),
  };
}

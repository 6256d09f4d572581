/**
 * A sealed value as it is stored: version (1 byte), length of the key's id (1 byte), the key's id (ASCII), nonce (12
 * bytes), ciphertext, tag (16 bytes). Version 1: the key named is one of the ring's and encrypts the value itself.
 */
export interface Envelope {
  readonly version: number;
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

export const ENVELOPE_VERSION = 1;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The bytes of an envelope. */
export function packEnvelope({ version, keyId, nonce, ciphertext, tag }: Envelope): Uint8Array {
  const id = Buffer.from(keyId, 'latin1');
  return Buffer.concat([Uint8Array.of(version, id.length), id, nonce, ciphertext, tag]);
}

/** The envelope in these bytes; `undefined`: there is none, or one of a version that isn't known here. */
export function unpackEnvelope(bytes: Uint8Array): Envelope | undefined {
  const [version, idBytes] = bytes;
  if (version !== ENVELOPE_VERSION || idBytes === undefined) return undefined;
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

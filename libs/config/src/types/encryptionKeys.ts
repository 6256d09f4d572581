import type { z } from 'zod';
import { textType } from './textType.ts';

/** One key of the ring: what records name it by, and its 32 bytes. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Uint8Array;
}

const KEY_BYTES = 32;

function readKey(text: string): EncryptionKey | undefined {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(text.trim());
  const [, id, base64] = match ?? [];
  if (id === undefined || base64 === undefined) return undefined;
  const key = Buffer.from(base64, 'base64');
  return key.length === KEY_BYTES ? Object.freeze({ id, key: new Uint8Array(key) }) : undefined;
}

/** A key ring `id:base64[,id:base64...]` of 32-byte keys with different ids; the first one wraps, all unwrap. */
export function encryptionKeys(): z.ZodType<readonly EncryptionKey[], string> {
  const rule =
    'must be id:base64[,id:base64...] with different ids of letters, digits, _ and -, and 32-byte keys';
  return textType(rule, (text) => {
    const keys = text.split(',').map(readKey);
    const ring = keys.filter((key) => key !== undefined);
    const ids = new Set(ring.map((key) => key.id));
    return ring.length === keys.length && ids.size === keys.length ? Object.freeze(ring) : undefined;
  });
}

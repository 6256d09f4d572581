import { createHash } from 'node:crypto';

/**
 * Id of an answer: the same for whoever starts it, and nobody else's, since the session's id is in it. A UUID of
 * version 8 (RFC 9562) over SHA-256. `version` counts from 1, raised when the answer is asked for again.
 */
export function answerId(sessionId: string, messageId: string, version = 1): string {
  const hash = createHash('sha256').update(`${sessionId}/${messageId}/${version}`).digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

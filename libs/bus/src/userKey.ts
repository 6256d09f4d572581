import { createHash } from 'node:crypto';
import type { UserKey } from '@parley/protocol';

/** The user's part of a subject: the first 32 hex digits of the SHA-256 of the id. */
export function userKey(userId: string): UserKey {
  return createHash('sha256').update(userId, 'utf8').digest('hex').slice(0, 32) as UserKey;
}

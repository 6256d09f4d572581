import { createHash } from 'node:crypto';
import type { RoleLoss } from '@parley/protocol';

/** That somebody lost a role. It outlives what else is known of them: an older token must not give it back. */
export interface RoleLossDocument extends RoleLoss {
  /** A hash of the user's id, so that erasing a user leaves no id here. */
  readonly _id: string;
  /** Counts the changes: each is made only if nobody made another one before. */
  readonly version: number;
}

/** `_id` of what a user lost. */
export const roleLossKey = (userId: string): string =>
  createHash('sha256').update(userId, 'utf8').digest('base64url');

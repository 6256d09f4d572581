import type { Binary } from 'mongodb';
import type { Place } from '../crypto/Sealer.ts';

/** A user's data key as it is stored. Without this document nothing of the user's texts can be opened. */
export interface UserKeyDocument {
  readonly _id: string;
  /** A user has one. */
  readonly userId: string;
  /** The key, wrapped by the ring. */
  readonly wrapped: Binary;
  /** Id of the ring's key that wrapped it. */
  readonly ringKey: string;
  readonly createdAt: Date;
}

/** Where a data key stands: with its user, so that it can't be given to another one. */
export const placeOfKey = ({ _id, userId }: Pick<UserKeyDocument, '_id' | 'userId'>): Place => ({
  collection: 'userKeys',
  record: _id,
  field: `key of ${userId}`,
});

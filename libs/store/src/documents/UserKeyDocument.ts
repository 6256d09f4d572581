import type { Binary } from 'mongodb';
import type { Place } from '../crypto/Sealer.ts';

/** A user's data key as it is stored. Without this document nothing of the user's texts can be opened. */
export interface UserKeyDocument {
  /**
   * The user's id: a user has one key. The document's id itself, since compatible servers on PostgreSQL take some races
   * under a further unique index for a deadlock.
   */
  readonly _id: string;
  /** Id of the key: another one after the user was erased and came back. */
  readonly key: string;
  /** The key, wrapped by the ring. */
  readonly wrapped: Binary;
  /** Id of the ring's key that wrapped it. */
  readonly ringKey: string;
  readonly createdAt: Date;
}

/** Where a data key stands: with its user, so that it can't be given to another one. */
export const placeOfKey = ({ _id, key }: Pick<UserKeyDocument, '_id' | 'key'>): Place => ({
  collection: 'userKeys',
  record: key,
  field: `key of ${_id}`,
});

import { randomBytes, randomUUID } from 'node:crypto';
import { Binary, type Collection } from 'mongodb';
import { KEY_BYTES } from '../crypto/boundCipher.ts';
import { createDataKey, type DataKey } from '../crypto/createDataKey.ts';
import type { KeyRing } from '../crypto/createKeyRing.ts';
import { createLostKey } from '../crypto/createLostKey.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { placeOfKey, type UserKeyDocument } from '../documents/UserKeyDocument.ts';
import { BoundedCache } from './BoundedCache.ts';

/** A session, as far as it says which key its texts are sealed with. */
export interface KeyOwner {
  readonly userId: string;
  readonly dataKey: string;
}

/** The users' data keys, unwrapped. What can't be had is a key that fails when it is used, for that record only. */
export interface DataKeys {
  /** The user's key; makes it when there is none. Asks the database each time. */
  ofUser(userId: string): Promise<DataKey>;
  /** The key of a session. */
  of(owner: KeyOwner): Promise<DataKey>;
  /** The keys of many sessions, read at once. */
  ofAll<O extends KeyOwner>(owners: readonly O[]): Promise<(owner: O) => DataKey>;
  /** Whether the user still has this key. Asks the database. */
  isKept(userId: string, id: string): Promise<boolean>;
  /** The id of the key that the user has; `undefined`: none. Asks the database. */
  idOf(userId: string): Promise<string | undefined>;
  /** Destroys this key of the user, unless that was done: from then on nobody can make it again. */
  destroy(userId: string, id: string): Promise<void>;
}

/** Bounds of the keys in memory; a destroyed key may still be used for as long. */
const BOUNDS = { maxEntries: 10_000, maxAgeMs: 60_000 };
/** Others that make or destroy the same user's key meanwhile. */
const TRIES = 5;

interface KnownKey {
  readonly userId: string;
  readonly key: DataKey;
}

export function createDataKeys(
  userKeys: Collection<UserKeyDocument>,
  ring: KeyRing,
  now: () => number,
): DataKeys {
  const known = new BoundedCache<KnownKey>(BOUNDS, now);

  function unwrap(document: UserKeyDocument): KnownKey {
    const { _id: userId, key: id, wrapped } = document;
    try {
      const key = createDataKey(id, ring.unwrap(placeOfKey(document), wrapped.value()));
      known.set(id, { userId, key });
      return { userId, key };
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      const why = error.cause instanceof Error ? error.cause.message : error.message;
      return { userId, key: createLostKey(id, error.reason, why) };
    }
  }

  /** By their ids. */
  async function find(owners: readonly KeyOwner[]): Promise<Map<string, KnownKey>> {
    const found = new Map<string, KnownKey>();
    const missing = new Set<string>();
    for (const { userId, dataKey } of owners) {
      const there = known.get(dataKey);
      if (there) found.set(dataKey, there);
      else missing.add(userId);
    }
    if (missing.size === 0) return found;
    const read = () => userKeys.find({ _id: { $in: [...missing] } }).toArray();
    for (const document of await atDatabase('read data keys', read))
      found.set(document.key, unwrap(document));
    return found;
  }

  async function ofAll<O extends KeyOwner>(owners: readonly O[]): Promise<(owner: O) => DataKey> {
    const found = await find(owners);
    return ({ userId, dataKey }) => {
      const one = found.get(dataKey);
      if (!one) return createLostKey(dataKey, 'unknown_key', 'its data key is gone');
      if (one.userId === userId) return one.key;
      return createLostKey(dataKey, 'refused', 'its data key is another user’s');
    };
  }

  /** A new key of the user, unless somebody else was faster. */
  async function make(userId: string): Promise<void> {
    const at = { _id: userId, key: randomUUID() };
    const wrapped = new Binary(ring.wrap(placeOfKey(at), randomBytes(KEY_BYTES)));
    const document = { ...at, wrapped, ringKey: ring.ids[0], createdAt: new Date(now()) };
    try {
      await atDatabase('make data key', () => userKeys.insertOne(document));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  return {
    async ofUser(userId) {
      for (let tried = 1; tried <= TRIES; tried++) {
        const document = await atDatabase('read data key', () => userKeys.findOne({ _id: userId }));
        if (document) return known.get(document.key)?.key ?? unwrap(document).key;
        await make(userId);
      }
      throw new StoreUnavailable('make data key', new Error(`${TRIES} keys in a row were destroyed`));
    },
    of: async (owner) => (await ofAll([owner]))(owner),
    ofAll,
    async isKept(userId, id) {
      const look = () => userKeys.findOne({ _id: userId, key: id }, { projection: { _id: 1 } });
      return (await atDatabase('look for data key', look)) !== null;
    },
    async idOf(userId) {
      const find = () => userKeys.findOne({ _id: userId }, { projection: { key: 1 } });
      return (await atDatabase('look for data key', find))?.key;
    },
    async destroy(userId, id) {
      await atDatabase('destroy data key', () => userKeys.deleteOne({ _id: userId, key: id }));
      known.delete(id);
    },
  };
}

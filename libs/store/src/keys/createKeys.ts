import { Binary } from 'mongodb';
import type { KeyRing } from '../crypto/createKeyRing.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { checkLimit } from '../checkLimit.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { placeOfKey, type UserKeyDocument } from '../documents/UserKeyDocument.ts';

/** How many data keys a key of the ring wraps. */
export interface RingKeyStatus {
  readonly ringKey: string;
  readonly dataKeys: number;
  /** Whether the ring has it. What an unknown one wraps can't be opened. */
  readonly known: boolean;
}

/** What a round of wrapping again came to. */
export interface Rewrapped {
  readonly rewrapped: number;
  /** Wrapped by keys that this ring lacks, or changed: told as `store.unreadable`, left as they are. */
  readonly unreadable: number;
}

/** The data keys as the operator sees them. */
export type Keys = ReturnType<typeof createKeys>;

const MAX_BATCH = 1000;

export function createKeys({ userKeys, unreadable }: StoreContext, ring: KeyRing) {
  const [first] = ring.ids;

  /** `false`: it can't be opened. One that somebody else wrapped again, or destroyed, meanwhile is left alone. */
  async function rewrapOne(document: UserKeyDocument): Promise<boolean> {
    const { _id, key, ringKey, wrapped } = document;
    const place = placeOfKey(document);
    let again: Uint8Array;
    try {
      again = ring.wrap(place, ring.unwrap(place, wrapped.value()));
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      unreadable(error);
      return false;
    }
    const change = { $set: { wrapped: new Binary(again), ringKey: first } };
    await atDatabase('wrap data key', () => userKeys.updateOne({ _id, key, ringKey }, change));
    return true;
  }

  return {
    /** How many data keys each key of the ring wraps, and then the keys that the ring lacks. */
    async status(): Promise<RingKeyStatus[]> {
      const read = () =>
        userKeys
          .aggregate<{ _id: string; dataKeys: number }>([
            { $group: { _id: '$ringKey', dataKeys: { $sum: 1 } } },
          ])
          .toArray();
      const counts = new Map(
        (await atDatabase('count data keys', read)).map(({ _id, dataKeys }) => [_id, dataKeys]),
      );
      const unknown = [...counts.keys()].filter((id) => !ring.ids.includes(id)).toSorted();
      return [...ring.ids, ...unknown].map((ringKey) => ({
        ringKey,
        dataKeys: counts.get(ringKey) ?? 0,
        known: ring.ids.includes(ringKey),
      }));
    },

    /**
     * Wraps with the ring's first key what another one wraps, `batch` (1–1000) data keys at a time. Any number may do so
     * at once, while everything runs: the data keys themselves, and so all that they seal, stay as they are.
     */
    async rewrap(batch = 100): Promise<Rewrapped> {
      checkLimit(batch, MAX_BATCH);
      const done = { rewrapped: 0, unreadable: 0 };
      const others = { ringKey: { $ne: first } };
      for (let last = ''; ;) {
        const next = userKeys.find({ ...others, _id: { $gt: last } }).sort({ _id: 1 });
        const documents = await atDatabase('read data keys', () => next.limit(batch).toArray());
        for (const document of documents) done[(await rewrapOne(document)) ? 'rewrapped' : 'unreadable']++;
        last = documents.at(-1)?._id ?? last;
        if (documents.length < batch) return done;
      }
    },
  };
}

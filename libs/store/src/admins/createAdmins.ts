import type { Admin } from '@parley/protocol';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { AdminDocument } from '../documents/AdminDocument.ts';
import { recordSealer } from '../documents/SealedText.ts';

/** An admin: name and roles as the token said them. */
export interface KnownAdmin extends Admin {
  readonly roles: readonly string[];
}

/** An admin as last seen. */
export interface SeenAdmin extends KnownAdmin {
  /** Milliseconds since 1970, up to an hour before the last time; left out where that was never kept. */
  readonly seenAt?: number;
}

/** The admins who were seen at work: whom a session may be handed to, and who may be notified. */
export type Admins = ReturnType<typeof createAdmins>;

/** More than that many aren't listed. */
const MOST = 1000;
/** How long a moment that somebody was seen at stands for, in milliseconds. */
const SEEN_MS = 3_600_000;

const isSame = (a: KnownAdmin, b: KnownAdmin): boolean =>
  a.name === b.name && a.roles.join('\n') === b.roles.join('\n');
const byName = (a: Admin, b: Admin): number => {
  const [left, right] = a.name === b.name ? [a.id, b.id] : [a.name, b.name];
  return left < right ? -1 : 1;
};

export function createAdmins({ admins, keys, unreadable, now }: StoreContext) {
  /** None where the name can't be opened: it is sealed with a key that was destroyed since. */
  async function read({ _id: id, dataKey, name, roles, seenAt }: AdminDocument): Promise<SeenAdmin[]> {
    const key = await keys.of({ userId: id, dataKey });
    const seen = seenAt && { seenAt: seenAt.getTime() };
    try {
      return [{ id, name: recordSealer(key, 'admins', id).open('name', name), roles, ...seen }];
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      unreadable(error);
      return [];
    }
  }

  /** An admin, if known. One whose name can't be opened isn't. */
  async function get(id: string): Promise<SeenAdmin | undefined> {
    const document = await atDatabase('read admin', () => admins.findOne({ _id: id }));
    return document ? (await read(document))[0] : undefined;
  }

  return {
    get,

    /** Keeps who was seen as an admin; writes only what is new, and at most once an hour that they were seen. */
    async seen({ id, name, roles }: KnownAdmin): Promise<void> {
      const known = await get(id);
      const at = now();
      const isFresh = Math.abs(at - (known?.seenAt ?? 0)) < SEEN_MS;
      if (known && isFresh && isSame(known, { id, name, roles })) return;
      const key = await keys.ofUser(id);
      const { seal } = recordSealer(key, 'admins', id);
      const document: Omit<AdminDocument, '_id'> = {
        dataKey: key.id,
        name: seal('name', name),
        roles,
        seenAt: new Date(at),
      };
      try {
        await atDatabase('keep admin', () => admins.replaceOne({ _id: id }, document, { upsert: true }));
      } catch (error) {
        // Somebody else kept the same admin first.
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** All that are known, or those of these ids, by name, then by id; 1,000 at most. */
    async list(ids?: readonly string[]): Promise<SeenAdmin[]> {
      const some = admins.find(ids ? { _id: { $in: [...ids] } } : {}).sort({ _id: 1 });
      const documents = await atDatabase('list admins', () => some.limit(MOST).toArray());
      return (await Promise.all(documents.map(read))).flat().toSorted(byName);
    },

    /** Forgets an admin, who is known again when seen again; false: nobody of this id is known. */
    async remove(id: string): Promise<boolean> {
      const { deletedCount } = await atDatabase('remove admin', () => admins.deleteOne({ _id: id }));
      return deletedCount > 0;
    },
  };
}

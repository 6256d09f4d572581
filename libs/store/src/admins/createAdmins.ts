import { lossBy, type Admin, type RoleLoss } from '@parley/protocol';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { AdminDocument } from '../documents/AdminDocument.ts';
import { recordSealer } from '../documents/SealedText.ts';
import { roleLosses } from './roleLosses.ts';

/** An admin: name and roles as the token said them. */
export interface KnownAdmin extends Admin {
  readonly roles: readonly string[];
  /** When that token was issued, in milliseconds since 1970; 0 when left out. */
  readonly issuedAt?: number | undefined;
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
/** Others that may keep the same admin first; a newer token stays there each time. */
const TRIES = 5;
/** How long a moment that somebody was seen at stands for, in milliseconds. */
const SEEN_MS = 3_600_000;

const isSame = (a: KnownAdmin, b: KnownAdmin): boolean =>
  a.name === b.name && a.roles.join('\n') === b.roles.join('\n');
const byName = (a: Admin, b: Admin): number => {
  const [left, right] = a.name === b.name ? [a.id, b.id] : [a.name, b.name];
  return left < right ? -1 : 1;
};

export function createAdmins(context: StoreContext) {
  const { admins, preferences, replies, keys, unreadable, now } = context;
  const losses = roleLosses(context);

  /** None where the name can't be opened: it is sealed with a key that was destroyed since. */
  async function read(document: AdminDocument): Promise<SeenAdmin[]> {
    const { _id: id, dataKey, name, roles, seenAt, issuedAt } = document;
    const key = await keys.of({ userId: id, dataKey });
    const seen = { ...(issuedAt !== undefined && { issuedAt }), ...(seenAt && { seenAt: seenAt.getTime() }) };
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

  /** Writes it, unless what is there was seen by a newer token. */
  async function write(_id: string, document: Omit<AdminDocument, '_id'>): Promise<void> {
    const { issuedAt = 0 } = document;
    const older = { _id, issuedAt: { $not: { $gt: issuedAt } } };
    for (let tried = 0; tried < TRIES; tried++) {
      try {
        await atDatabase('keep admin', () => admins.replaceOne(older, document, { upsert: true }));
        return;
      } catch (error) {
        // Somebody else kept them first; by an older token perhaps.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  }

  /** Forgets an admin who wasn't seen with a token newer than `issuedAt`. */
  async function forget(id: string, issuedAt: number): Promise<boolean> {
    const older = { _id: id, issuedAt: { $not: { $gt: issuedAt } } };
    return (await atDatabase('remove admin', () => admins.deleteOne(older))).deletedCount > 0;
  }

  return {
    get,
    /** What somebody lost of their role; `undefined`: never anything. */
    lossOf: (id: string) => losses.lossOf(id),

    /** Ids of all that are known, 1,000 at most. */
    async ids(): Promise<string[]> {
      const all = admins.find({}, { projection: { _id: 1 } }).sort({ _id: 1 });
      return (await atDatabase('list admins', () => all.limit(MOST).toArray())).map(({ _id }) => _id);
    },

    /**
     * What somebody loses by this token, or lost by a newer one before this one was seen: of it and the newest one that they
     * were seen by as an admin, the newer says less. `undefined`: nothing. It is to be kept by `lose`, before the token is
     * `seen`. One indexed read.
     */
    async lossBy({ id, roles, issuedAt = 0 }: Omit<KnownAdmin, 'name'>): Promise<RoleLoss | undefined> {
      const known = await atDatabase('read admin', () => admins.findOne({ _id: id }));
      if (!known) return undefined;
      const [seen, said] = [{ roles: [...known.roles] }, { roles: [...roles] }];
      const seenAt = known.issuedAt ?? 0;
      return seenAt > issuedAt ? lossBy(said, seen, seenAt) : lossBy(seen, said, issuedAt);
    },

    /**
     * Keeps who was seen as an admin; writes only what is new, and at most once an hour that they were seen. What a newer
     * token said stays, and whose role was taken away since theirs was issued isn't kept.
     */
    async seen({ id, name, roles, issuedAt = 0 }: KnownAdmin): Promise<void> {
      const known = await get(id);
      const at = now();
      const isFresh = Math.abs(at - (known?.seenAt ?? 0)) < SEEN_MS;
      const isNewer = issuedAt > (known?.issuedAt ?? 0);
      if (known && isFresh && !isNewer && isSame(known, { id, name, roles })) return;
      if (known && (known.issuedAt ?? 0) > issuedAt) return;
      const key = await keys.ofUser(id);
      const { seal } = recordSealer(key, 'admins', id);
      const document: Omit<AdminDocument, '_id'> = {
        dataKey: key.id,
        name: seal('name', name),
        roles,
        ...(issuedAt > 0 && { issuedAt }),
        seenAt: new Date(at),
      };
      await write(id, document);
      // Behind that: whoever keeps a loss meanwhile removes what is there by then.
      const { none } = (await losses.lossOf(id)) ?? {};
      if (none !== undefined && none >= issuedAt) await forget(id, none);
    },

    /**
     * Somebody lost a role: that is kept, and who is no admin by it any more is forgotten as one and notified no more, and
     * their own canned replies go; who was seen with a newer token stays. Can be repeated after any crash.
     * @returns what of them was there, and is no more
     */
    async lose(id: string, loss: RoleLoss): Promise<{ wasKnown: boolean; wasNotified: boolean }> {
      await losses.keepLoss(id, loss);
      const known = await atDatabase('read admin', () => admins.findOne({ _id: id }));
      const { none } = loss;
      if (none === undefined || (known?.issuedAt ?? 0) > none) return { wasKnown: false, wasNotified: false };
      await atDatabase('remove replies', () => replies.deleteMany({ owner: id }));
      // The other way round than they are read: nobody sees the one without the other meanwhile.
      const notified = await atDatabase('remove preferences', () => preferences.deleteOne({ _id: id }));
      return { wasKnown: await forget(id, none), wasNotified: notified.deletedCount > 0 };
    },

    /** All that are known, or those of these ids, by name, then by id; 1,000 at most. */
    async list(ids?: readonly string[]): Promise<SeenAdmin[]> {
      const some = admins.find(ids ? { _id: { $in: [...ids] } } : {}).sort({ _id: 1 });
      const documents = await atDatabase('list admins', () => some.limit(MOST).toArray());
      return (await Promise.all(documents.map(read))).flat().toSorted(byName);
    },
  };
}

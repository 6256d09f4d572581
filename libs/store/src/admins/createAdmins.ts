import type { Admin } from '@parley/protocol';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { AdminDocument } from '../documents/AdminDocument.ts';
import { recordSealer } from '../documents/SealedText.ts';

/** An admin as last seen: name and roles as the token said them. */
export interface KnownAdmin extends Admin {
  readonly roles: readonly string[];
}

/** The admins who were seen at work: whom a session may be handed to. */
export type Admins = ReturnType<typeof createAdmins>;

const isSame = (a: KnownAdmin | undefined, b: KnownAdmin): boolean =>
  a?.name === b.name && a.roles.join('\n') === b.roles.join('\n');

export function createAdmins({ admins, keys, unreadable }: StoreContext) {
  /** An admin, if known. One whose name can't be opened isn't: it is sealed with a key that was destroyed since. */
  async function get(id: string): Promise<KnownAdmin | undefined> {
    const document = await atDatabase('read admin', () => admins.findOne({ _id: id }));
    if (!document) return undefined;
    const { roles, dataKey, name } = document;
    const key = await keys.of({ userId: id, dataKey });
    try {
      return { id, name: recordSealer(key, 'admins', id).open('name', name), roles };
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      unreadable(error);
      return undefined;
    }
  }

  return {
    get,
    /** Keeps who was seen as an admin; writes only what is new. */
    async seen({ id, name, roles }: KnownAdmin): Promise<void> {
      if (isSame(await get(id), { id, name, roles })) return;
      const key = await keys.ofUser(id);
      const { seal } = recordSealer(key, 'admins', id);
      const document: Omit<AdminDocument, '_id'> = { dataKey: key.id, name: seal('name', name), roles };
      try {
        await atDatabase('keep admin', () => admins.replaceOne({ _id: id }, document, { upsert: true }));
      } catch (error) {
        // Somebody else kept the same admin first.
        if (!isDuplicateKey(error)) throw error;
      }
    },
  };
}

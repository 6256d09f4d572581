import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { recordSealer } from '../documents/SealedText.ts';
import { checkPreferences } from './checkPreferences.ts';
import {
  fromPreferencesDocument,
  toPreferencesDocument,
  type Preferences,
  type PreferencesDocument,
} from './PreferencesDocument.ts';

/** How the admins want to be told; their addresses are sealed under their own data keys. */
export type PreferencesOf = ReturnType<typeof createPreferences>;

/** More than that many aren't told. */
const MOST = 1000;

export function createPreferences({ preferences, keys, unreadable }: StoreContext) {
  async function read(document: PreferencesDocument): Promise<Preferences> {
    const { _id: userId, dataKey } = document;
    const key = await keys.of({ userId, dataKey });
    return fromPreferencesDocument(document, recordSealer(key, 'preferences', userId));
  }

  return {
    /**
     * An admin's; `undefined`: none are kept.
     * @throws SealedDataError when an address can't be opened
     */
    async get(userId: string): Promise<Preferences | undefined> {
      const document = await atDatabase('read preferences', () => preferences.findOne({ _id: userId }));
      return document ? read(document) : undefined;
    },

    /** Whether any of an admin's are kept, readable or not. */
    async has(userId: string): Promise<boolean> {
      const find = () => preferences.findOne({ _id: userId }, { projection: { _id: 1 } });
      return (await atDatabase('look for preferences', find)) !== null;
    },

    /**
     * Keeps an admin's, in place of those before; `undefined` removes them. False: none were there to be removed.
     * @throws RangeError when the quiet hours are none
     */
    async set(userId: string, wanted: Preferences | undefined): Promise<boolean> {
      if (!wanted) {
        const remove = () => preferences.deleteOne({ _id: userId });
        return (await atDatabase('remove preferences', remove)).deletedCount > 0;
      }
      checkPreferences(wanted);
      const key = await keys.ofUser(userId);
      const sealer = recordSealer(key, 'preferences', userId);
      const document = toPreferencesDocument(userId, key.id, wanted, sealer);
      const write = () => preferences.replaceOne({ _id: userId }, document, { upsert: true });
      await atDatabase('keep preferences', write);
      return true;
    },

    /** All of them, but those whose addresses can't be opened, which are told as `store.unreadable`. */
    async all(): Promise<{ readonly userId: string; readonly preferences: Preferences }[]> {
      const list = preferences.find().sort({ _id: 1 }).limit(MOST);
      const documents = await atDatabase('list preferences', () => list.toArray());
      const readable = await Promise.all(
        documents.map(async (document) => {
          try {
            return [{ userId: document._id, preferences: await read(document) }];
          } catch (error) {
            if (!(error instanceof SealedDataError)) throw error;
            unreadable(error);
            return [];
          }
        }),
      );
      return readable.flat();
    },
  };
}

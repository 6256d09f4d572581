import { bothLosses, type RoleLoss } from '@parley/protocol';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { roleLossKey, type RoleLossDocument } from '../documents/RoleLossDocument.ts';

/** Others that may keep another loss of the same user in between. */
const TRIES = 20;

const lossIn = ({ none, admin }: RoleLoss): RoleLoss => ({
  ...(none !== undefined && { none }),
  ...(admin !== undefined && { admin }),
});

/** What users lost of their roles. */
export function roleLosses({ roleLosses: losses }: StoreContext) {
  const find = (_id: string) => atDatabase('read role loss', () => losses.findOne({ _id }));

  async function write(next: RoleLossDocument): Promise<boolean> {
    const { _id, ...change } = next;
    const { version } = change;
    try {
      const filter = { _id, version: version - 1 };
      const written = await losses.replaceOne(filter, change, { upsert: version === 1 });
      return written.matchedCount + written.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    /** What a user lost; `undefined`: never anything. */
    async lossOf(userId: string): Promise<RoleLoss | undefined> {
      const found = await find(roleLossKey(userId));
      return found ? lossIn(found) : undefined;
    },

    /** Keeps a loss beside those before: in whichever order they come, the same is kept in the end. */
    async keepLoss(userId: string, loss: RoleLoss): Promise<void> {
      const _id = roleLossKey(userId);
      for (let tried = 0; tried < TRIES; tried++) {
        const found = await find(_id);
        const { none, admin } = found ? bothLosses(lossIn(found), loss) : loss;
        if (found?.none === none && found?.admin === admin) return;
        const version = (found?.version ?? 0) + 1;
        const next = { _id, ...lossIn({ none, admin }), version };
        if (await atDatabase('keep role loss', () => write(next))) return;
      }
      throw new StoreUnavailable('keep role loss', new Error(`${TRIES} others came in between`));
    },
  };
}

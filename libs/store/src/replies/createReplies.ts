import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { StoreUnavailable } from '../database/StoreUnavailable.ts';
import { type CannedReply, fromReplyDocument, markOf, toReplyDocument } from './ReplyDocument.ts';
import { TEAM } from './team.ts';

/** Canned replies: the team's, and each admin's own. */
export type Replies = ReturnType<typeof createReplies>;

/** Why a reply can't be kept: its id is that of another owner's, its short-cut that of another one, or there are too many. */
export type ReplyRefusal = 'id' | 'shortcut' | 'full';

/** The most that are kept. */
export const MOST_REPLIES = { team: 200, own: 100 } as const;

/** Others that may keep or remove the same reply meanwhile. */
const TRIES = 5;

const mostOf = (owner: string): number => MOST_REPLIES[owner === TEAM ? 'team' : 'own'];
const byShortcut = (a: CannedReply, b: CannedReply): number => {
  const [left, right] = a.shortcut === b.shortcut ? [a.id, b.id] : [a.shortcut, b.shortcut];
  return left < right ? -1 : 1;
};

export function createReplies({ replies, keys, unreadable }: StoreContext) {
  /** Marks of an owner's replies but this one. */
  async function marksBeside({ id, owner }: Pick<CannedReply, 'id' | 'owner'>): Promise<string[]> {
    const others = replies.find({ owner, _id: { $ne: id } }, { projection: { mark: 1 } });
    return (await atDatabase('read short-cuts', () => others.toArray())).map(({ mark }) => mark);
  }

  /** Whose a reply is; `undefined`: there is none. */
  async function ownerOf(id: string): Promise<string | undefined> {
    const find = () => replies.findOne({ _id: id }, { projection: { owner: 1 } });
    return (await atDatabase('look for reply', find))?.owner;
  }

  /** Why a reply couldn't be kept now; `undefined`: it could. */
  async function refusalOf(reply: CannedReply): Promise<ReplyRefusal | undefined> {
    const { id, owner, shortcut } = reply;
    if (((await ownerOf(id)) ?? owner) !== owner) return 'id';
    const marks = await marksBeside(reply);
    if (marks.includes(markOf(shortcut, await keys.ofUser(owner)))) return 'shortcut';
    return marks.length >= mostOf(owner) ? 'full' : undefined;
  }

  const remove = async (id: string, owner: string): Promise<boolean> => {
    const removed = await atDatabase('remove reply', () => replies.deleteOne({ _id: id, owner }));
    return removed.deletedCount > 0;
  };

  return {
    ownerOf,
    refusalOf,

    /**
     * Keeps a reply, in place of what its owner had under its id. Of those that are kept at once and are one too many,
     * or have the same short-cut, none comes to stand beside the others.
     * @returns why it isn't kept; `undefined`: it is
     */
    async put(reply: CannedReply): Promise<ReplyRefusal | undefined> {
      const { id, owner } = reply;
      const document = toReplyDocument(reply, await keys.ofUser(owner));
      const write = () => replies.replaceOne({ _id: id, owner }, document, { upsert: true });
      for (let tried = 0; tried < TRIES; tried++) {
        try {
          const { upsertedCount } = await atDatabase('keep reply', write);
          if (upsertedCount === 0 || (await marksBeside(reply)).length < mostOf(owner)) return undefined;
          await remove(id, owner);
          return 'full';
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const refusal = await refusalOf(reply);
          if (refusal) return refusal;
        }
      }
      throw new StoreUnavailable('keep reply', new Error(`${TRIES} others came in between`));
    },

    /** Removes an owner's reply; false: it wasn't there. */
    remove,

    /** An owner's, by short-cut; those that can't be opened are left out, and told as `store.unreadable`. */
    async list(owner: string): Promise<CannedReply[]> {
      const documents = await atDatabase('list replies', () => replies.find({ owner }).toArray());
      const keyOf = await keys.ofAll(documents.map(({ dataKey }) => ({ userId: owner, dataKey })));
      const readable = documents.flatMap((document) => {
        try {
          return [fromReplyDocument(document, keyOf({ userId: owner, dataKey: document.dataKey }))];
        } catch (error) {
          if (!(error instanceof SealedDataError)) throw error;
          unreadable(error);
          return [];
        }
      });
      return readable.toSorted(byShortcut);
    },
  };
}

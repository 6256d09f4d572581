import { setTimeout as wait } from 'node:timers/promises';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import { lockFor, type Unlock } from '../database/lockFor.ts';
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

/** For how long an owner's replies are one writer's; the next ones look that often, and outwait one that died. */
const LOCK_MS = 3000;
const LOOK_MS = 20;
const WAIT_MS = 2 * LOCK_MS;

const mostOf = (owner: string): number => MOST_REPLIES[owner === TEAM ? 'team' : 'own'];
const byShortcut = (a: CannedReply, b: CannedReply): number => {
  const [left, right] = a.shortcut === b.shortcut ? [a.id, b.id] : [a.shortcut, b.shortcut];
  return left < right ? -1 : 1;
};

export function createReplies(context: StoreContext) {
  const { replies, keys, unreadable, now } = context;

  /** Holds an owner's replies, after whoever writes there now. */
  async function lock(owner: string): Promise<Unlock> {
    const until = performance.now() + WAIT_MS;
    while (performance.now() < until) {
      const unlock = await lockFor(context, `replies:${owner}`, LOCK_MS, now());
      if (unlock) return unlock;
      await wait(LOOK_MS);
    }
    throw new StoreUnavailable('keep reply', new Error('others write there all the time'));
  }

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

  return {
    ownerOf,
    refusalOf,

    /**
     * Keeps a reply, in place of what its owner had under its id. Those that are kept at once come one after the other:
     * races for the unique index are deadlocks at a compatible server.
     * @returns why it isn't kept; `undefined`: it is
     */
    async put(reply: CannedReply): Promise<ReplyRefusal | undefined> {
      const { id, owner } = reply;
      const document = toReplyDocument(reply, await keys.ofUser(owner));
      const unlock = await lock(owner);
      try {
        const refusal = await refusalOf(reply);
        if (refusal) return refusal;
        const write = () => replies.replaceOne({ _id: id, owner }, document, { upsert: true });
        await atDatabase('keep reply', write);
        return undefined;
      } catch (error) {
        // Who held it was too slow, or another owner took the id: the next try says which.
        throw isDuplicateKey(error) ? new StoreUnavailable('keep reply', error) : error;
      } finally {
        await unlock();
      }
    },

    /** Removes an owner's reply; false: it wasn't there. */
    async remove(id: string, owner: string): Promise<boolean> {
      const removed = await atDatabase('remove reply', () => replies.deleteOne({ _id: id, owner }));
      return removed.deletedCount > 0;
    },

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

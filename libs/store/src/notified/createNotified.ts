import { checkLimit } from '../checkLimit.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import { lockFor, type Unlock } from '../database/lockFor.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { createRecipientOf } from './createRecipientOf.ts';
import { gatherHeld, releaseHeld } from './gatherHeld.ts';
import {
  bucketOf,
  notifiedId,
  type Holder,
  type NotifiedDocument,
  type NotifiedKey,
} from './NotifiedDocument.ts';
import { openWindow } from './openWindow.ts';
import { takeToken, type BucketRate } from './takeToken.ts';

/** Which event reached whom, by which way, and what was held back. */
export type Notified = ReturnType<typeof createNotified>;

/** A further change of what was read, which counts only if nobody changed it since. */
type Change = Partial<
  Pick<NotifiedDocument, 'state' | 'holder' | 'until' | 'attempts' | 'sum' | 'ref' | 'reason' | 'begunAt'>
>;

/** Where a list of them left off. */
export type NotifiedPlace = Pick<NotifiedDocument, '_id' | 'begunAt'>;

const beyond = ({ _id, begunAt }: NotifiedPlace) => ({
  $or: [{ begunAt: { $lt: begunAt } }, { begunAt, _id: { $gt: _id } }],
});

const MAX_LIMIT = 1000;

export function createNotified(context: StoreContext) {
  const { notified, now } = context;

  return {
    /** What stands for an address. */
    recipientOf: createRecipientOf(context),

    /** Takes one message out of the bucket of this kind and recipient; `false`: the limit is reached. */
    take: (key: Omit<NotifiedKey, 'event'>, rate: BucketRate, at: number): Promise<boolean> =>
      takeToken(context, bucketOf(key), rate, at),

    /** Begin of the window of time of this name in which `at` lies: see `openWindow`. */
    window: (name: string, windowMs: number, at: number): Promise<number> =>
      openWindow(context, name, windowMs, at),

    /** Holds the sum of this kind and recipient for a while, so that one message says it: see `lockFor`. */
    lockSum: (key: Omit<NotifiedKey, 'event'>, ms: number, at: number): Promise<Unlock | undefined> =>
      lockFor(context, bucketOf(key), ms, at),

    async get(key: NotifiedKey): Promise<NotifiedDocument | undefined> {
      const find = () => notified.findOne({ _id: notifiedId(key) });
      return (await atDatabase('read notified', find)) ?? undefined;
    },

    /**
     * Puts down an event's first state for a recipient: to be sent by `holder` until `until`, or held back.
     * `at`: when it happened. `undefined`: it was put down before.
     */
    async begin(
      key: NotifiedKey,
      first: { at: number } & ({ state: 'held' } | { state: 'sending'; holder: Holder; until: Date }),
    ): Promise<NotifiedDocument | undefined> {
      const document: NotifiedDocument = {
        _id: notifiedId(key),
        ...key,
        ...first,
        bucket: bucketOf(key),
        at: new Date(first.at),
        begunAt: new Date(now()),
        version: 1,
        attempts: 0,
      };
      try {
        await atDatabase('begin notified', () => notified.insertOne(document));
        return document;
      } catch (error) {
        if (isDuplicateKey(error)) return undefined;
        throw error;
      }
    },

    /** Changes what was read; `undefined`: somebody else changed it meanwhile. */
    async change(read: NotifiedDocument, change: Change): Promise<NotifiedDocument | undefined> {
      const { _id, version } = read;
      const next = { ...change, version: version + 1 };
      const update = () => notified.updateOne({ _id, version }, { $set: next });
      const { matchedCount } = await atDatabase('change notified', update);
      return matchedCount === 1 ? { ...read, ...next } : undefined;
    },

    /** Counts into a message what was held back: see `gatherHeld`. */
    gather: (key: NotifiedKey) => gatherHeld(context, key),
    /** Gives that back: the message never went out. */
    release: (key: NotifiedKey) => releaseHeld(context, key),

    /** The kinds and recipients for which something is held back, in any order. */
    async heldBack(): Promise<Omit<NotifiedKey, 'event'>[]> {
      const found: Omit<NotifiedKey, 'event'>[] = [];
      for (let last = ''; ;) {
        const query = notified
          .find({ state: 'held', bucket: { $gt: last } })
          .sort({ bucket: 1 })
          .limit(1);
        const [next] = await atDatabase('look for held back', () => query.toArray());
        if (!next) return found;
        const { kind, channel, recipient, bucket } = next;
        found.push({ kind, channel, recipient });
        last = bucket;
      }
    },

    /** Messages that came from no queue and that nobody is at any more: whoever sent them died, or has to try again. */
    async leftAlone(limit: number): Promise<NotifiedDocument[]> {
      checkLimit(limit, MAX_LIMIT);
      const left = {
        state: { $in: ['sending' as const, 'waiting' as const] },
        until: { $lte: new Date(now()) },
        'holder.seq': 0,
      };
      return atDatabase('look for left alone', () => notified.find(left).limit(limit).toArray());
    },

    /** What a provider knows under this name. */
    async byRef(ref: string): Promise<NotifiedDocument | undefined> {
      return (await atDatabase('read notified', () => notified.findOne({ ref }))) ?? undefined;
    },

    /** Those that didn't reach their recipients, begun last first, at most `limit` (1–1000); `after`: that one left off. */
    async dead(limit: number, after?: NotifiedPlace): Promise<NotifiedDocument[]> {
      checkLimit(limit, MAX_LIMIT);
      const query = notified
        .find({ state: 'dead', ...(after && beyond(after)) })
        .sort({ begunAt: -1, _id: 1 })
        .limit(limit);
      return atDatabase('list dead', () => query.toArray());
    },
  };
}

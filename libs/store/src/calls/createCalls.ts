import { checkLimit } from '../checkLimit.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromCallDocument, toCallDocument, toEndFields } from './CallDocument.ts';
import type { UsageTotal } from './Call.ts';
import type { Calls, Span } from './Calls.ts';
import { costOf } from './costOf.ts';
import { LATE_MS, NONE, sessionSums, withCall } from './sessionSums.ts';
import { sumUp, toUsage } from './sumUp.ts';

const MAX_LIMIT = 1000;
const FIELD_OF = { model: 'model', user: 'userId', day: 'day', hour: 'hour' } as const;

/** The calls of a span, of one user alone where `userId` says so. */
const within = ({ from, to }: Span, userId?: string) => ({
  ...(userId !== undefined && { userId }),
  startedAt: { $gte: new Date(from), $lt: new Date(to) },
});

/** The ledger of all calls of providers. */
export function createCalls({ calls }: Pick<StoreContext, 'calls'>): Calls {
  async function total(span: Span, userId?: string): Promise<UsageTotal> {
    const [sums] = await sumUp(calls, within(span, userId));
    return { calls: sums?.calls ?? 0, usage: toUsage(sums) };
  }

  const sumsOf = sessionSums(calls);

  return {
    async begin(call) {
      try {
        await atDatabase('begin call', () => calls.insertOne(toCallDocument(call)));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    async end({ id, price }, end) {
      const open = { _id: id, outcome: 'unknown' } as const;
      const fields = toEndFields(end, price && costOf(price, end));
      await atDatabase('end call', () => calls.updateOne(open, { $set: fields }));
    },

    usageOf: async (sessionId) => toUsage((await sumsOf(sessionId)).sums),

    async usageOfAnswer({ sessionId, messageId, startedAt }) {
      const { sums, since, newest } = await sumsOf(sessionId);
      const isAmong = since <= startedAt - LATE_MS;
      const own = newest.filter((call) => call.messageId === messageId);
      const [ofAnswer] = isAmong
        ? [own.reduce(withCall, NONE)]
        : await sumUp(calls, { sessionId, messageId });
      return { answer: toUsage(ofAnswer), session: toUsage(sums) };
    },

    total,
    async tokensOf(userId, span) {
      const [sums] = await sumUp(calls, { ...within(span, userId), purpose: { $ne: 'draft' } });
      return toUsage(sums).totalTokens;
    },

    async sums(span, by, userId) {
      const groups = await sumUp(calls, within(span, userId), FIELD_OF[by]);
      return groups
        .flatMap((sums) =>
          sums._id === null ? [] : [{ key: sums._id, calls: sums.calls, usage: toUsage(sums) }],
        )
        .sort((a, b) => (a.key < b.key ? -1 : 1));
    },

    async ofSession(sessionId, limit) {
      if (limit !== undefined) checkLimit(limit, MAX_LIMIT);
      // 0 is no limit.
      const found = calls
        .find({ sessionId })
        .sort({ startedAt: -1, _id: -1 })
        .limit(limit ?? 0);
      const documents = await atDatabase('read calls', () => found.toArray());
      return documents.toReversed().map(fromCallDocument);
    },
  };
}

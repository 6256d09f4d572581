import type { Usage } from '@parley/protocol';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { BegunCall, EndedCall, LedgerCall, UsageSum } from './Call.ts';
import type { Calls } from './Calls.ts';

/** An entry of the ledger as it is stored, under its call's id. */
export type CallDocument = Omit<LedgerCall, 'id'> & { readonly _id: string };

function costOf(
  { price }: Pick<BegunCall, 'price'>,
  { inputTokens, cachedTokens = 0, outputTokens }: EndedCall,
) {
  if (!price) return undefined;
  const { input, output, cached = input } = price;
  return ((inputTokens - cachedTokens) * input + cachedTokens * cached + outputTokens * output) / 1_000_000;
}

function sumOf(calls: readonly CallDocument[]): Usage {
  const sum = (of: (call: CallDocument) => number | undefined): number =>
    calls.reduce((total, call) => total + (of(call) ?? 0), 0);
  const [inputTokens, outputTokens] = [sum((call) => call.inputTokens), sum((call) => call.outputTokens)];
  const priced = calls.some(({ costUsd }) => costUsd !== undefined);
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    ...(priced && { costUsd: sum((call) => call.costUsd) }),
  };
}

/** The ledger in the database. */
export function createCalls({ calls }: StoreContext): Calls {
  const find = (filter: object): Promise<CallDocument[]> =>
    atDatabase('read calls', () => calls.find(filter).sort({ startedAt: 1 }).toArray());
  return {
    async begin({ id, ...call }) {
      try {
        await atDatabase('begin call', () => calls.insertOne({ _id: id, ...call, outcome: 'unknown' }));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async end(id, end) {
      const begun = await atDatabase('read call', () => calls.findOne({ _id: id }));
      if (!begun) return;
      const costUsd = costOf(begun, end);
      const open = { _id: id, outcome: 'unknown' as const };
      await atDatabase('end call', () =>
        calls.updateOne(open, { $set: { ...end, ...(costUsd !== undefined && { costUsd }) } }),
      );
    },
    usageOf: async (sessionId, messageId) =>
      sumOf(await find({ sessionId, ...(messageId !== undefined && { messageId }) })),
    async tokensOf(userId, { from, to }) {
      return sumOf(await find({ userId, startedAt: { $gte: from, $lt: to } })).totalTokens;
    },
    async sums({ from, to }, by, userId) {
      const span = { startedAt: { $gte: from, $lt: to } };
      const found = await find({ ...span, ...(userId !== undefined && { userId }) });
      const keyOf = (call: CallDocument): string => {
        if (by === 'model') return call.model;
        return by === 'user' ? call.userId : new Date(call.startedAt).toISOString().slice(0, 10);
      };
      return [...Map.groupBy(found, keyOf)].map(([key, all]): UsageSum => ({
        key,
        calls: all.length,
        usage: sumOf(all),
      }));
    },
    ofSession: async (sessionId) =>
      (await find({ sessionId })).map(({ _id: id, ...call }) => ({ id, ...call })),
  };
}

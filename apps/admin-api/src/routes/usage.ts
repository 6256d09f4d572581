import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { ParleyError, Timestamp } from '@parley/protocol';
import type { Counts } from '@parley/store';
import { z } from 'zod';
import { readRange } from '../metrics/readRange.ts';
import { USAGE_KEYS, usageOf } from '../metrics/usageOf.ts';
import { Moment } from '../sessions/Moment.ts';
import type { Backend } from './Backend.ts';

const MAX_DAYS = 366;
const count = z.int().min(0);
const Used = z.object({
  answers: count,
  inputTokens: count,
  outputTokens: count,
  totalTokens: count,
  costUsd: z.number().min(0).describe('as far as prices are known'),
});
const UsageQuery = PageQuery.extend({
  from: Moment.optional(),
  to: Moment.optional(),
  groupBy: z.enum(USAGE_KEYS, `must be one of ${USAGE_KEYS.join(', ')}`).default('model'),
});

function toUsed({ answers, inputTokens, outputTokens, totalTokens, costUsd }: Counts): z.infer<typeof Used> {
  const ended = Object.values(answers).reduce((all, each) => all + each, 0);
  return { answers: ended, inputTokens, outputTokens, totalTokens, costUsd };
}

/** The key of the last item of the page before. */
function keyIn(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

/** `GET /admin/api/usage`: tokens and their cost. */
export function addUsageRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/usage',
    {
      onRequest: [...guard],
      schema: {
        summary: `Tokens and their cost in whole hours, at most ${MAX_DAYS} days: by model or user, most tokens first, or by day in UTC`,
        security: [{ bearer: [] }],
        querystring: UsageQuery,
        response: {
          200: pageOf(
            Used.extend({ key: z.string().describe('the model, the user’s id, or the day') }),
          ).extend({
            from: Timestamp,
            to: Timestamp,
            total: Used.describe('of all, those on other pages too'),
          }),
        },
      },
    },
    async ({ query: { limit, cursor, groupBy, ...asked } }) => {
      const range = readRange(asked, Date.now(), MAX_DAYS);
      const { total, usages } = await usageOf(store.fleet, range, groupBy);
      const last = cursor === undefined ? -1 : usages.findIndex(({ key }) => key === keyIn(cursor));
      if (cursor !== undefined && last === -1)
        throw new ParleyError('validation', 'invalid_field', 'cursor: must be one that this list gave.');
      const page = usages.slice(last + 1, last + 1 + limit);
      const end = usages.length > last + 1 + limit ? page.at(-1)?.key : undefined;
      return {
        from: new Date(range.from).toISOString(),
        to: new Date(range.to).toISOString(),
        total: toUsed(total),
        items: page.map(({ key, counts }) => ({ key, ...toUsed(counts) })),
        nextCursor: end === undefined ? null : Buffer.from(end).toString('base64url'),
      };
    },
  );
}

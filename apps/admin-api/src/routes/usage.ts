import { type HttpApp, PageQuery, pageOf } from '@parley/http';
import { Timestamp } from '@parley/protocol';
import { z } from 'zod';
import { readRange } from '../metrics/readRange.ts';
import { behind, readUsageCursor, USAGE_KEYS, writeUsageCursor } from '../metrics/UsagePlace.ts';
import { toUsed, Used } from '../metrics/Used.ts';
import { Moment } from '../sessions/Moment.ts';
import type { Backend } from './Backend.ts';

const MAX_DAYS = 366;
const UsageQuery = PageQuery.extend({
  from: Moment.optional(),
  to: Moment.optional(),
  groupBy: z.enum(USAGE_KEYS, `must be one of ${USAGE_KEYS.join(', ')}`).default('model'),
});

/** `GET /admin/api/usage`: calls of models, their tokens and their cost. */
export function addUsageRoute(http: HttpApp, { guard, store: { calls } }: Backend): void {
  http.get(
    '/admin/api/usage',
    {
      onRequest: [...guard],
      schema: {
        summary: `Calls of models that began in whole hours, at most ${MAX_DAYS} days, their tokens and cost: by model or user, most tokens first, or by day in UTC; with a cursor, in the hours of the page before`,
        security: [{ bearer: [] }],
        querystring: UsageQuery,
        response: {
          200: pageOf(
            Used.extend({ key: z.string().describe('the model, the user’s id, or the day') }),
          ).extend({
            from: Timestamp,
            to: Timestamp,
            total: Used.describe('of all: those on other pages, and of users who were erased'),
          }),
        },
      },
    },
    async ({ query: { limit, cursor, groupBy, ...asked } }) => {
      const place = cursor === undefined ? undefined : readUsageCursor(cursor, groupBy);
      const range = readRange(place?.range ?? asked, Date.now(), MAX_DAYS);
      const left = behind(await calls.sums(range, groupBy), groupBy, place);
      const page = left.slice(0, limit);
      const last = left.length > limit ? page.at(-1) : undefined;
      return {
        from: new Date(range.from).toISOString(),
        to: new Date(range.to).toISOString(),
        total: toUsed(await calls.total(range)),
        items: page.map((sum) => ({ key: sum.key, ...toUsed(sum) })),
        nextCursor: last
          ? writeUsageCursor({ range, groupBy, key: last.key, totalTokens: last.usage.totalTokens })
          : null,
      };
    },
  );
}

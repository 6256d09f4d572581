import { type HttpApp, wholeNumber } from '@parley/http';
import { ModelId, Timestamp, Usage } from '@parley/protocol';
import { dayAt } from '@parley/store';
import { z } from 'zod';
import type { Backend } from './Backend.ts';

const MAX_DAYS = 366;
const DAY_MS = 86_400_000;
const count = z.int().min(0);
const Used = z.object({ calls: count, usage: Usage });
const OwnUsage = z.object({
  today: z.object({
    tokens: count.describe('input and output, of all calls of today (UTC)'),
    quota: z.int().min(1).optional().describe('tokens that may be taken in a day'),
    resetsAt: Timestamp.describe('when the next day begins'),
  }),
  days: z.array(Used.extend({ day: z.iso.date() })).describe('in UTC, in order, without those of no calls'),
  models: z.array(Used.extend({ model: ModelId })).describe('most tokens first'),
});

/** `GET /api/me/usage`: what the models took for a user. `quota`: tokens of a day; none unless told. */
export function addUsageRoute(
  http: HttpApp,
  { authenticate, store: { calls } }: Pick<Backend, 'authenticate' | 'store'>,
  quota: number | undefined,
): void {
  http.get(
    '/api/me/usage',
    {
      onRequest: authenticate,
      schema: {
        summary:
          'What one has used of the models: today, by day and by model; today’s quota, if there is one',
        security: [{ bearer: [] }],
        querystring: z.object({
          days: wholeNumber(1, MAX_DAYS).default(30).describe('how many, today (UTC) included'),
        }),
        response: { 200: OwnUsage },
      },
    },
    async ({ user: { id }, query }) => {
      const today = dayAt(Date.now());
      const span = { from: today.to - query.days * DAY_MS, to: today.to };
      const [tokens, days, models] = await Promise.all([
        calls.tokensOf(id, today),
        calls.sums(span, 'day', id),
        calls.sums(span, 'model', id),
      ]);
      const byTokens = models.toSorted((a, b) => b.usage.totalTokens - a.usage.totalTokens);
      return {
        today: { tokens, quota, resetsAt: new Date(today.to).toISOString() },
        days: days.map(({ key, ...used }) => ({ day: key, ...used })),
        models: byTokens.map(({ key, ...used }) => ({ model: key, ...used })),
      };
    },
  );
}

import type { HttpApp } from '@parley/http';
import { Model, Timestamp } from '@parley/protocol';
import { addCounts, NO_COUNTS, type Counts } from '@parley/store';
import { z } from 'zod';
import { Counted, toCounted } from '../metrics/Counted.ts';
import { readRange } from '../metrics/readRange.ts';
import type { Backend } from './Backend.ts';

const ProviderState = Model.pick({ id: true, label: true, provider: true }).extend({
  available: z.boolean().describe('it can be used now'),
  reason: z.string().optional().describe('why it can’t, as the workers say'),
  last: z
    .object({ at: Timestamp, status: z.enum(['complete', 'stopped', 'failed', 'interrupted']) })
    .optional()
    .describe('how its newest answer ended'),
  answers: Counted.shape.answers.describe('that began within the last 24 hours'),
  responseTimes: Counted.shape.responseTimes,
});

/** `GET /admin/api/providers`: what is known of the models, by what workers say and by the answers that they gave. */
export function addProvidersRoute(http: HttpApp, { guard, store: { fleet }, models }: Backend): void {
  http.get(
    '/admin/api/providers',
    {
      onRequest: [...guard],
      schema: {
        summary:
          'The configured models, whether they can be used now, how the newest answer of each ended, and how those of a day did',
        security: [{ bearer: [] }],
        response: { 200: z.object({ items: z.array(ProviderState), nextCursor: z.null() }) },
      },
    },
    async () => {
      const { from, to } = readRange({}, Date.now(), 1);
      const sums = new Map<string, Counts>();
      for await (const { model, counts } of fleet.tallies(from, to))
        sums.set(model, addCounts(sums.get(model) ?? NO_COUNTS, counts));
      const items = [];
      for (const { model, ...state } of models.states) {
        const { id, label, provider } = model;
        const last = await fleet.lastOutcome(id);
        const { answers, responseTimes } = toCounted(sums.get(id) ?? NO_COUNTS);
        const told = last && { at: new Date(last.at).toISOString(), status: last.status };
        items.push({ id, label, provider, ...state, ...(told && { last: told }), answers, responseTimes });
      }
      return { items, nextCursor: null };
    },
  );
}

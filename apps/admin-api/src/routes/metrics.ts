import type { HttpApp } from '@parley/http';
import { z } from 'zod';
import { Metrics, metricsOf } from '../metrics/metricsOf.ts';
import { readRange } from '../metrics/readRange.ts';
import { Moment } from '../sessions/Moment.ts';
import type { Backend } from './Backend.ts';

const MAX_DAYS = 92;

/** `GET /admin/api/metrics`: how the fleet does, and did by the hour. */
export function addMetricsRoute(http: HttpApp, { guard, store }: Backend): void {
  http.get(
    '/admin/api/metrics',
    {
      onRequest: [...guard],
      schema: {
        summary: `How the fleet does now, and did in whole hours, at most ${MAX_DAYS} days; an answer counts in the hour in which it began, a call of a model too`,
        security: [{ bearer: [] }],
        querystring: z.object({ from: Moment.optional(), to: Moment.optional() }),
        response: { 200: Metrics },
      },
    },
    async ({ query }) => metricsOf(store, readRange(query, Date.now(), MAX_DAYS)),
  );
}

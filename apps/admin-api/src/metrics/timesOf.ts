import { middleOf } from '@parley/store';
import { z } from 'zod';

/** Times in milliseconds, summed up. Percentiles come out of buckets and lie within 4.5 %. */
export const Times = z.object({
  count: z.int().min(0),
  avgMs: z.number().min(0),
  maxMs: z.number().min(0),
  p50Ms: z.number().min(0).describe('percentiles: within 4.5 %'),
  p90Ms: z.number().min(0),
  p95Ms: z.number().min(0),
  p99Ms: z.number().min(0),
});
export type Times = z.infer<typeof Times>;

/** The sum and the greatest of some times, and how many are in which bucket (`b<number>`). */
export interface SummedTimes {
  readonly sum: number;
  readonly max: number;
  readonly buckets: Readonly<Record<string, number>>;
}

/** What is told of times. The percentile `p` is that of the nearest rank: at least a share of `p` isn't greater. */
export function timesOf({ sum, max, buckets }: SummedTimes): Times {
  const sorted = Object.entries(buckets)
    .map(([name, count]) => ({ bucket: Number(name.slice(1)), count }))
    .sort((a, b) => a.bucket - b.bucket);
  const count = sorted.reduce((all, each) => all + each.count, 0);
  function percentile(p: number): number {
    let left = Math.max(1, Math.ceil(count * p));
    for (const each of sorted) {
      left -= each.count;
      if (left <= 0) return Math.min(max, middleOf(each.bucket));
    }
    return 0;
  }
  return {
    count,
    avgMs: count === 0 ? 0 : sum / count,
    maxMs: max,
    p50Ms: percentile(0.5),
    p90Ms: percentile(0.9),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
  };
}

import { Timestamp } from '@parley/protocol';
import {
  addCounts,
  addUsages,
  bucketOf,
  hourOf,
  NO_COUNTS,
  type Counts,
  type Fleet,
  type Store,
} from '@parley/store';
import { z } from 'zod';
import { Consumed, toConsumed } from './Consumed.ts';
import { Counted, toCounted } from './Counted.ts';
import type { Range } from './readRange.ts';
import { Times, timesOf } from './timesOf.ts';

const count = z.int().min(0);
const FleetCounts = z.object({
  active: count,
  waiting: count.describe('their users called for a human'),
  held: count.describe('an admin has them'),
});

const Figures = Counted.extend(Consumed.shape);

/** How the fleet does. */
export const Metrics = Figures.extend({
  from: Timestamp.describe('hours are whole'),
  to: Timestamp.describe('excluded'),
  now: FleetCounts,
  sessions: z
    .object({ count, adminAssisted: count, durations: Times })
    .describe('that were made in this time'),
  byHour: z.array(Figures.extend({ hour: Timestamp, sessions: count })),
});
export type Metrics = z.infer<typeof Metrics>;

const iso = (at: number): string => new Date(at).toISOString();

async function sessionsOf(fleet: Pick<Fleet, 'created'>, { from, to }: Range) {
  const buckets: Record<string, number> = {};
  const byHour = new Map<number, number>();
  let [count, adminAssisted, sum, max] = [0, 0, 0, 0];
  for await (const session of fleet.created(from, to)) {
    const { createdAt, durationMs } = session;
    const [hour, bucket] = [hourOf(createdAt), `b${bucketOf(durationMs)}`];
    byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    count++;
    if (session.adminAssisted) adminAssisted++;
    sum += durationMs;
    max = Math.max(max, durationMs);
  }
  return { byHour, told: { count, adminAssisted, durations: timesOf({ sum, max, buckets }) } };
}

/** How the fleet does now, and did in these hours; made of sums, not of messages. */
export async function metricsOf(
  { fleet, calls }: Pick<Store, 'fleet' | 'calls'>,
  range: Range,
): Promise<Metrics> {
  const now = await fleet.now();
  const sessions = await sessionsOf(fleet, range);
  const byHour = new Map<number, Counts>();
  for await (const { hour, counts } of fleet.tallies(range.from, range.to))
    byHour.set(hour, addCounts(byHour.get(hour) ?? NO_COUNTS, counts));
  const sums = await calls.sums(range, 'hour');
  const used = new Map(sums.map(({ key, usage }) => [Date.parse(`${key}:00Z`), usage]));
  const hours = [...new Set([...byHour.keys(), ...sessions.byHour.keys(), ...used.keys()])].sort(
    (a, b) => a - b,
  );
  const all = [...byHour.values()].reduce(addCounts, NO_COUNTS);
  return {
    from: iso(range.from),
    to: iso(range.to),
    now,
    sessions: sessions.told,
    ...toCounted(all),
    ...toConsumed(addUsages(sums.map(({ usage }) => usage))),
    byHour: hours.map((hour) => ({
      hour: iso(hour),
      sessions: sessions.byHour.get(hour) ?? 0,
      ...toCounted(byHour.get(hour) ?? NO_COUNTS),
      ...toConsumed(used.get(hour)),
    })),
  };
}

import type { SessionState } from '@parley/conversation';
import type { Filter } from 'mongodb';
import type { SessionDocument } from '../documents/SessionDocument.ts';

/** By what the list of all sessions can be ordered. */
export const FLEET_SORTS = ['createdAt', 'durationMs', 'userId', 'lastActivityAt'] as const;
export type FleetSort = (typeof FLEET_SORTS)[number];

/** Which of all sessions; what is left out doesn't matter. Times are milliseconds since 1970. */
export interface FleetFilter {
  readonly userId?: string | undefined;
  /** Made at this moment or later. */
  readonly from?: number | undefined;
  /** Made before this moment. */
  readonly to?: number | undefined;
  readonly state?: SessionState['state'] | undefined;
  readonly handling?: SessionState['handling'] | undefined;
  /** Whether an admin had it at some time. */
  readonly assisted?: boolean | undefined;
  readonly model?: string | undefined;
}

/** Those sessions, in this order; of the same value by id, the other way round. */
export interface FleetOrder extends FleetFilter {
  readonly sort: FleetSort;
  readonly order: 'asc' | 'desc';
}

export interface FleetQuery extends FleetOrder {
  /** Sessions of one page: 1–200. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

/** What most sessions are: to be looked for along the order, not put into order when all have been read. */
const COMMON: ReadonlySet<unknown> = new Set(['idle', 'ended', 'ai', false]);
/** A planner would take the index of the value, unless the condition is one that has none. */
const equal = <T>(value: T, isIndexed: boolean) =>
  isIndexed || !COMMON.has(value) ? value : { $not: { $ne: value } };

/** The filter as the database takes it, for a list in this order. */
export function toFilter({
  userId,
  from,
  to,
  state,
  handling,
  assisted,
  model,
  sort,
}: FleetOrder): Filter<SessionDocument> {
  const isIndexed = sort === 'createdAt' || sort === 'lastActivityAt';
  const isDated = from !== undefined || to !== undefined;
  return {
    ...(userId !== undefined && { userId }),
    ...(state && { state: equal(state, isIndexed) }),
    ...(handling && { handling: equal(handling, isIndexed) }),
    ...(assisted !== undefined && { adminAssisted: equal(assisted, isIndexed) }),
    ...(model !== undefined && { model }),
    ...(isDated && {
      createdAt: {
        ...(from !== undefined && { $gte: new Date(from) }),
        ...(to !== undefined && { $lt: new Date(to) }),
      },
    }),
  };
}

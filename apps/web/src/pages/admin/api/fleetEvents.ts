import type { Session } from '@parley/protocol';
import { eventsOf } from './eventsOf.ts';

/** What the fleet tells: everything, then each change; numbered within a stream. */
export type FleetEvent =
  | { readonly kind: 'snapshot'; readonly n: number; readonly sessions: readonly Session[] }
  | { readonly kind: 'changed'; readonly n: number; readonly session: Session }
  | { readonly kind: 'removed'; readonly n: number; readonly sessionId: string };

/** Why it tells no more; after `replaced` (by newer streams of the same admin) nobody comes back by themselves. */
export interface FleetEnd {
  readonly kind: 'end';
  readonly reason: string;
}

/** Of events that are known here. */
const KINDS: ReadonlySet<string> = new Set<(FleetEvent | FleetEnd)['kind']>([
  'snapshot',
  'changed',
  'removed',
  'end',
]);

/**
 * Reads what the fleet tells; what isn't known here is left out.
 * @param heard is called whenever anything came, if only to keep the line open
 */
export async function* fleetEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<FleetEvent | FleetEnd> {
  for await (const { id, event: kind, data } of eventsOf(body, heard)) {
    if (!KINDS.has(kind)) continue;
    yield { ...(JSON.parse(data) as object), kind, n: Number(id) } as FleetEvent | FleetEnd;
  }
}

import { helpUpdated, opensAt } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { medianWait } from './medianWait.ts';

/**
 * Tells sessions that wait for a human their place in the queue when it has changed since it was last told. What every
 * worker does by itself: the same place told twice is no harm.
 */
export function createPlaces({ store, bus, hours, now }: Deps): () => Promise<void> {
  let told = new Map<string, number>();
  return async () => {
    const waiting = await store.sessions.waitingForHelp();
    const before = told;
    told = new Map(waiting.map(({ id }, at) => [id, at + 1]));
    const moved = waiting.filter(({ id }) => told.get(id) !== before.get(id));
    if (moved.length === 0) return;
    const waitMs = await medianWait(store);
    const opens = hours && opensAt(hours, now());
    for (const { id, state } of moved) {
      const queue = { position: told.get(id), waitMs, opensAt: opens };
      bus.publishOut(id, helpUpdated({ id }, state, { queue }));
    }
  };
}

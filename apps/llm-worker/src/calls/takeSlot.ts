import { setTimeout as wait } from 'node:timers/promises';
import type { Tell } from './CallEvent.ts';
import type { Release, Slots } from './Slots.ts';

/** Who waits longer is told so, in milliseconds. */
const TOLD_AFTER_MS = 1_000;

/**
 * A slot, as soon as one is free and it is one's turn. `undefined`: `signal` or the end of `patienceMs` came first. Who
 * waits long is told that it is busy.
 */
export async function takeSlot(
  slots: Slots,
  limit: number,
  { signal, patienceMs }: { readonly signal: AbortSignal; readonly patienceMs: number },
  tell: Tell,
): Promise<Release | undefined> {
  const free = slots.tryAcquire(limit);
  if (free) return free;
  const leave = new AbortController();
  const timer = setTimeout(() => leave.abort(), patienceMs);
  const taken = slots.acquire(limit, AbortSignal.any([signal, leave.signal]));
  let isHandedOver = false;
  try {
    const soon = new AbortController();
    const late = wait(TOLD_AFTER_MS, true, { signal: soon.signal }).catch(() => false);
    const isLate = await Promise.race([late, taken.then(() => false)]);
    soon.abort();
    if (isLate) tell({ type: 'waiting', reason: 'busy' });
    const release = await taken;
    isHandedOver = true;
    return release;
  } finally {
    clearTimeout(timer);
    leave.abort();
    // Whoever listened may have left just as it came.
    if (!isHandedOver) (await taken)?.();
  }
}

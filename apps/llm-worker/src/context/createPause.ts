import { setImmediate } from 'node:timers/promises';

/** How long may be counted at a stretch, in milliseconds: meanwhile no other answer gets a token. */
const STRETCH_MS = 8;

/**
 * Lets others have their turn whenever enough time went by since it last did; once `signal` is aborted, it rejects with
 * its reason.
 */
export function createPause(signal?: AbortSignal): () => Promise<void> {
  let began = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - began < STRETCH_MS) return;
    await setImmediate();
    began = performance.now();
  };
}

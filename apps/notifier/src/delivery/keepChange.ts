import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '@parley/store';

/** How long it is tried to put down what came of a message, in milliseconds. */
export const KEEP_MS = 10_000;
const AGAIN_MS = 200;

/**
 * Puts down what came of a message, and tries again while the database is away: what was sent and isn't put down would be
 * sent once more.
 * @throws StoreUnavailable after ten seconds
 */
export async function keepChange<T>(change: () => Promise<T>): Promise<T> {
  const end = performance.now() + KEEP_MS;
  for (;;) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || performance.now() > end) throw error;
      await delay(AGAIN_MS);
    }
  }
}

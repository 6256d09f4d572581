import type { SessionState } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { announceCall } from './announceCall.ts';

/**
 * Has people notified of a call right away, if there is one. While the queue of notifications, or whatever else it
 * needs, is away, nobody waits for it: the sweep does it later.
 */
export async function announceNow(deps: Deps, { id, help }: SessionState): Promise<void> {
  if (!help) return;
  try {
    await announceCall(deps, id);
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error;
    deps.log.warn('help.notified_late', { sessionId: id, cause: error });
  }
}

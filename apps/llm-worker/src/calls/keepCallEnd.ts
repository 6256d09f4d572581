import { setTimeout as wait } from 'node:timers/promises';
import { StoreUnavailable, type BegunCall, type EndedCall } from '@parley/store';
import type { Deps } from '../deps.ts';

/** How long an outage of the database is waited out with the end of a call in hand, in milliseconds. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 250;

/** Enters the end of a call into the ledger. After an outage that lasts too long its entry says `unknown` for ever. */
export async function keepCallEnd(
  { store, log, now }: Pick<Deps, 'store' | 'log' | 'now'>,
  call: Pick<BegunCall, 'id' | 'price'>,
  end: EndedCall,
): Promise<void> {
  const { id: callId } = call;
  const giveUpAt = now() + PATIENCE_MS;
  for (;;) {
    try {
      return await store.calls.end(call, end);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      if (now() > giveUpAt) {
        log.error('call.end_lost', error, { callId, ...end });
        return;
      }
      log.warn('call.end_delayed', { callId, cause: error });
      await wait(AGAIN_MS);
    }
  }
}

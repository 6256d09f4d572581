import { countUsage } from '@parley/conversation';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

/**
 * Has a session say what the ledger holds of it, where no end of an answer does so.
 * @throws StoreUnavailable
 */
export async function keepUsage(deps: Pick<Deps, 'store' | 'bus'>, sessionId: string): Promise<void> {
  const sum = await deps.store.calls.usageOf(sessionId);
  await changeSession(deps, sessionId, (session) => countUsage(session, sum));
}

import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Asked } from './Asked.ts';
import type { CallOptions, Tell } from './CallEvent.ts';
import { callOnce } from './callOnce.ts';
import { retryDelay } from './retryDelay.ts';

/** Who waits longer for the next call is told so, in milliseconds. */
const TOLD_FROM_MS = 300;

/**
 * When to ask again after a failure, in milliseconds; `undefined`: not at all. `wasCalled`: it came from the provider. A
 * circuit that is open is waited for by whom it took by surprise alone, and not where somebody stands in.
 */
function retryIn(
  { calling }: Deps,
  { budget, behind }: Asked,
  { failure: { retryable, retryAfterMs, late = false } }: ProviderError,
  wasCalled: boolean,
): number | undefined {
  if (!retryable || late) return undefined;
  if (!wasCalled && (behind > 0 || budget.tried === 0)) return undefined;
  const delay = retryDelay(Math.max(1, budget.tried), calling.random, retryAfterMs);
  return budget.allows(delay, behind) ? delay : undefined;
}

/** Waits; `false`: it was broken off. */
async function waited({ calling }: Deps, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await calling.wait(ms, signal);
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/**
 * Has one model answer, and asks again as long as it fails in a way that the next call might not, the budget lasts and
 * nothing was shown; once alone where it said nothing. Aborted, it just ends.
 * @throws ProviderError of its last call
 */
export async function askModel(deps: Deps, options: CallOptions, asked: Asked, tell: Tell): Promise<void> {
  const { session, signal, purpose, trace: traceId } = options;
  for (let wasEmpty = false; ;) {
    const { tried } = asked.budget;
    try {
      return await callOnce(deps, options, asked, tell);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const { empty = false } = error.failure;
      const delay = retryIn(deps, asked, error, asked.budget.tried > tried);
      if (delay === undefined || (empty && wasEmpty)) throw error;
      wasEmpty ||= empty;
      const about = { sessionId: session.id, userId: session.userId, purpose, traceId };
      const model = asked.model.config.id;
      deps.log.warn('model.retried', { ...about, model, retryInMs: delay, cause: error });
      if (delay > TOLD_FROM_MS) tell({ type: 'waiting', reason: 'retry', retryInMs: delay });
      if (!(await waited(deps, delay, signal))) return;
    }
  }
}

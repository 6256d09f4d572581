import { ParleyError } from '@parley/protocol';
import { beforeAbort } from '../beforeAbort.ts';
import type { Deps } from '../deps.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Asked } from './Asked.ts';
import { askModel } from './askModel.ts';
import { Budget } from './Budget.ts';
import { isShown, type CallOptions, type Tell, type Way } from './CallEvent.ts';
import { chainOf } from './chainOf.ts';
import { refuseOverQuota } from './refuseOverQuota.ts';

/** The model isn't to be had, whatever is asked of it: not paid for, not allowed, not there, nothing left of an allowance. */
const NOT_TO_BE_HAD: readonly unknown[] = [402, 403, 404, 429];

/** Whether others than the model that failed so may do better. */
const isUnavailable = ({ failure: { retryable, keyRefused = false, status } }: ProviderError): boolean =>
  retryable || keyRefused || NOT_TO_BE_HAD.includes(status);

/** Why none is called: the chosen one lacks its key, and so does whoever stands in for it. */
const noneOf = ({ lacks }: CallableModel): ProviderError =>
  new ProviderError('provider_error', new Error(lacks));

/**
 * How to ask once more after a failure: with all that was said, when its provider has lost the conversation that it kept;
 * with less, when it found it too long. `undefined`: not at all.
 */
function otherWay(error: unknown, way: Way): Way | undefined {
  if (!(error instanceof ProviderError)) return undefined;
  if (error.failure.threadLost && !way.withoutThread) return { ...way, withoutThread: true };
  if (error.code === 'context_too_long' && !way.narrow) return { withoutThread: true, narrow: true };
  return undefined;
}

/** Has one model answer, and asks it in another way where that may go well and nothing was shown. */
async function askAnew(
  deps: Deps,
  options: CallOptions,
  asked: Omit<Asked, 'prepared'>,
  tell: Tell,
): Promise<void> {
  const { model, budget, behind } = asked;
  for (let way: Way = { withoutThread: false, narrow: false }; ;) {
    const prepared = await beforeAbort(options.prepare(model, way), options.signal);
    if (!prepared) return;
    let isSeen = false;
    try {
      return await askModel(deps, options, { ...asked, prepared }, (event) => {
        if (options.signal.aborted) return;
        isSeen ||= isShown(event);
        tell(event);
      });
    } catch (error) {
      const other = isSeen ? undefined : otherWay(error, way);
      if (!other || !budget.allows(0, behind)) throw error;
      way = other;
    }
  }
}

/**
 * The one way to call a model: quota, fallbacks, the provider's gate, the ledger, retries and timeouts, in this order.
 * Tells what comes of it; aborted by `options.signal`, it tells nothing more and just ends. Nothing is called anew once
 * a token was told.
 * @throws ProviderError when it failed, the last failure of the first model that was asked
 * @throws ParleyError not_found/model, when the chosen one isn't configured any more, or rate_limit/quota; before any call
 * @throws StoreUnavailable when the ledger can't be reached, before a call
 * @throws what `tell` throws; then the call ends, too
 */
export async function callModel(deps: Deps, options: CallOptions, tell: Tell): Promise<void> {
  const { calling, models, log, now } = deps;
  const chosen = models.get(options.model);
  if (!chosen)
    throw new ParleyError('not_found', 'model', 'This model isn’t offered any more. Choose another one.');
  await refuseOverQuota(deps, options);
  const chain = chainOf(models, options.model).slice(0, calling.attempts);
  const budget = new Budget(calling, chain.length, now);
  let failure: ProviderError | undefined;
  for (const [place, model] of chain.entries()) {
    const behind = chain.length - 1 - place;
    if (!budget.allows(0, behind)) break;
    try {
      return await askAnew(deps, options, { model, budget, behind }, tell);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // That one who stands in reads less than the chosen model says nothing of those behind it.
      const isTooLong = place > 0 && error.code === 'context_too_long';
      if (!isTooLong && !isUnavailable(error)) throw error;
      // Who isn't let wait may come again: nothing failed yet.
      failure = error.failure.crowded ? error : (failure ?? error);
      if (error.failure.late) budget.giveBack(calling.firstTokenMs);
      const { id: sessionId, userId } = options.session;
      if (behind > 0)
        log.warn('model.unavailable', { sessionId, userId, model: model.config.id, cause: error });
    }
  }
  throw failure ?? noneOf(chosen);
}

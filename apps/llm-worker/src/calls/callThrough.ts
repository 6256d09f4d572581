import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Asked } from './Asked.ts';
import type { Pass } from './Breaker.ts';
import { isShown, type CallEvent, type CallOptions } from './CallEvent.ts';
import type { Gate } from './createGates.ts';
import { holdUntilShown } from './holdUntilShown.ts';
import { tellOpened } from './tellOpened.ts';
import { tryCall } from './tryCall.ts';

/** What somebody has seen some of is never asked for again, nor of anybody else. */
const forGood = ({ code, cause, failure: { status } }: ProviderError): ProviderError =>
  new ProviderError(code, cause, { retryable: false, status });

/** Whether the provider itself isn't well; one that refuses a request, so that another is made of it, is. */
const isDown = ({ failure: { retryable, status = 500 } }: ProviderError): boolean =>
  retryable && (status >= 500 || status === 408 || status === 429);

/**
 * Makes a call that was let through, and tells the circuit breaker and the registry of models how it went.
 * @throws ProviderError when it failed; it says that it is retryable only as long as nothing was shown
 */
export async function* callThrough(
  deps: Deps,
  options: CallOptions,
  { model, prepared, budget }: Asked,
  { pass, gate }: { readonly pass: Pass; readonly gate: Pick<Gate, 'id'> },
): AsyncGenerator<CallEvent, void> {
  const { models, now } = deps;
  const { config } = model;
  const isThere = (): void => {
    pass.succeeded();
    models.keyRefused(config, false);
  };
  const writer = (): CallEvent => ({
    type: 'model',
    model: config.id,
    ...(config.id !== options.model && { fallbackFor: options.model }),
    unread: prepared.unread,
    ...(prepared.fellOut && { fellOut: prepared.fellOut }),
  });
  budget.tried += 1;
  const said = tryCall(deps, options, { model, prepared, tried: budget.tried });
  let isSeen = false;
  try {
    for await (const event of holdUntilShown(said, writer)) {
      if (!isSeen && isShown(event)) {
        isSeen = true;
        isThere();
      }
      yield event;
    }
    if (!options.signal.aborted) isThere();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (isSeen) throw forGood(error);
    if (error.failure.keyRefused) models.keyRefused(config, true);
    if (!isDown(error)) pass.succeeded();
    else if (pass.failed(now())) tellOpened(deps, config, gate);
    throw error;
  } finally {
    pass.left();
  }
}

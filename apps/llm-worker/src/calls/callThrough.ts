import type { Deps } from '../deps.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { ProviderEvent } from '../providers/provider.ts';
import type { Asked } from './Asked.ts';
import type { Pass } from './Breaker.ts';
import { isShown, type CallOptions, type Tell } from './CallEvent.ts';
import type { Gate } from './createGates.ts';
import { tellOpened } from './tellOpened.ts';
import { tryCall } from './tryCall.ts';

/** What somebody has seen some of is never asked for again, nor of anybody else. */
const forGood = ({ code, cause, failure: { status } }: ProviderError): ProviderError =>
  new ProviderError(code, cause, { retryable: false, status });

/** Whether it ended by itself without a word; one that is refused, or too long before its first word, would be so again. */
const saysNothing = (said: readonly ProviderEvent[]): boolean =>
  !said.some((event) => event.type === 'finish' && event.reason !== 'stop');

const emptyAnswer = (): ProviderError =>
  new ProviderError('provider_error', new Error('the model said nothing'), { retryable: true, empty: true });

/** Whether the provider itself isn't well; one that refuses a request, so that another is made of it, is. */
const isDown = ({ failure: { retryable, status = 500 } }: ProviderError): boolean =>
  retryable && (status >= 500 || status === 408 || status === 429);

/**
 * Makes a call that was let through, and tells the circuit breaker and the registry of models how it went. What comes of
 * it is told, with who writes before all of it, from its first shown token or its end on. Until then it may fail, and
 * another call be made instead: then nothing of it must have been told.
 * @throws ProviderError when it failed; it says that it is retryable only as long as nothing was shown
 */
export async function callThrough(
  deps: Deps,
  options: CallOptions,
  { model, prepared, budget }: Asked,
  { pass, gate }: { readonly pass: Pass; readonly gate: Pick<Gate, 'id'> },
  tell: Tell,
): Promise<void> {
  const { models, now } = deps;
  const { config } = model;
  const isThere = (): void => {
    pass.succeeded();
    models.keyRefused(config, false);
  };
  const held: ProviderEvent[] = [];
  const tellHeld = (): void => {
    tell({
      type: 'model',
      model: config.id,
      ...(config.id !== options.model && { fallbackFor: options.model }),
      unread: prepared.unread,
      ...(prepared.fellOut && { fellOut: prepared.fellOut }),
    });
    for (const event of held.splice(0)) tell(event);
  };
  budget.tried += 1;
  const { tried } = budget;
  let isSeen = false;
  try {
    await tryCall(deps, options, { model, prepared, tried }, (event) => {
      if (!isSeen) {
        if (!isShown(event)) return void held.push(event);
        isSeen = true;
        isThere();
        tellHeld();
      }
      tell(event);
    });
    if (!options.signal.aborted) {
      isThere();
      if (!isSeen && !options.mayBeEmpty && saysNothing(held)) throw emptyAnswer();
    }
    if (!isSeen) tellHeld();
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

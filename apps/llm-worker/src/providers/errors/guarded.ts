import type { ProviderError } from '../ProviderError.ts';
import type { ProviderEvent } from '../provider.ts';
import { aborted } from './brokenStream.ts';

/**
 * The events of a call, its failures as our errors. A call that its signal ended throws too, whatever its client does
 * then (some end as if all had been said): who forgets to look mustn't take half an answer for a whole one.
 */
export async function* guarded(
  signal: AbortSignal,
  events: AsyncIterable<ProviderEvent>,
  mapError: (error: unknown) => ProviderError,
): AsyncGenerator<ProviderEvent> {
  try {
    yield* events;
  } catch (error) {
    throw signal.aborted ? aborted(signal) : mapError(error);
  }
  if (signal.aborted) throw aborted(signal);
}

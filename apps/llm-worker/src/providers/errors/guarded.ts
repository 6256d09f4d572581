import type { ProviderError } from '../ProviderError.ts';
import { aborted } from './brokenStream.ts';

/**
 * A call, its failures as our errors. One that its signal ended throws too, whatever its client does then (some end as
 * if all had been said): who forgets to look mustn't take half an answer for a whole one.
 */
export async function guarded(
  signal: AbortSignal,
  call: Promise<void>,
  mapError: (error: unknown) => ProviderError,
): Promise<void> {
  try {
    await call;
  } catch (error) {
    throw signal.aborted ? aborted(signal) : mapError(error);
  }
  if (signal.aborted) throw aborted(signal);
}

import { ProviderError } from '../providers/ProviderError.ts';
import type { Provider, ProviderEvent, ProviderRequest } from '../providers/provider.ts';
import type { Calling } from './Calling.ts';
import { isShown } from './CallEvent.ts';

/** Our error for whatever a provider threw: each of them says how it failed. */
const toProviderError = (thrown: unknown): ProviderError =>
  thrown instanceof ProviderError ? thrown : new ProviderError('provider_error', thrown);

/**
 * What a provider says, as long as its first token, and each sign of life after that, comes in time; else its call ends
 * with `provider_timeout`. Once `request.signal` is aborted it just ends.
 * @throws ProviderError
 */
export async function* streamWithin(
  provider: Provider,
  request: ProviderRequest,
  { firstTokenMs, silenceMs }: Pick<Calling, 'firstTokenMs' | 'silenceMs'>,
): AsyncGenerator<ProviderEvent, void> {
  const late = new AbortController();
  const giveUp = (): void => late.abort();
  let timer = setTimeout(giveUp, firstTokenMs);
  const signal = AbortSignal.any([request.signal, late.signal]);
  let shown = false;
  const tooLate = (cause?: unknown): ProviderError =>
    new ProviderError('provider_timeout', cause, { retryable: true, ...(!shown && { late: true }) });
  try {
    for await (const event of provider.stream({ ...request, signal })) {
      if (signal.aborted) break;
      if (shown) timer.refresh();
      else if (isShown(event)) {
        shown = true;
        clearTimeout(timer);
        timer = setTimeout(giveUp, silenceMs);
      }
      yield event;
    }
  } catch (thrown) {
    if (request.signal.aborted) return;
    throw late.signal.aborted ? tooLate(thrown) : toProviderError(thrown);
  } finally {
    clearTimeout(timer);
  }
  if (late.signal.aborted && !request.signal.aborted) throw tooLate();
}

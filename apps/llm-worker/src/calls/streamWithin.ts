import { ProviderError } from '../providers/ProviderError.ts';
import type { Provider, ProviderRequest, Say } from '../providers/provider.ts';
import type { Calling } from './Calling.ts';
import { isShown } from './CallEvent.ts';

/** Our error for whatever a provider threw: each of them says how it failed. */
const toProviderError = (thrown: unknown): ProviderError =>
  thrown instanceof ProviderError ? thrown : new ProviderError('provider_error', thrown);

/**
 * Has a provider say it, as long as its first token, and each sign of life after that, comes in time; else its call ends
 * with `provider_timeout`. Once `request.signal` is aborted it just ends. No more is said once the call has to end.
 * @throws ProviderError
 * @throws what `say` throws
 */
export async function streamWithin(
  provider: Provider,
  request: ProviderRequest,
  { firstTokenMs, silenceMs }: Pick<Calling, 'firstTokenMs' | 'silenceMs'>,
  say: Say,
): Promise<void> {
  const call = new AbortController();
  const { signal } = call;
  const leave = (): void => call.abort(request.signal.reason);
  request.signal.addEventListener('abort', leave, { once: true });
  if (request.signal.aborted) leave();
  const giveUp = (): void => call.abort();
  let timer = setTimeout(giveUp, firstTokenMs);
  let shown = false;
  let unheard: { readonly because: unknown } | undefined;
  const tooLate = (cause?: unknown): ProviderError =>
    new ProviderError('provider_timeout', cause, { retryable: true, ...(!shown && { late: true }) });
  const heard: Say = (event) => {
    if (signal.aborted) return;
    if (shown) timer.refresh();
    else if (isShown(event)) {
      shown = true;
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
    }
    try {
      say(event);
    } catch (because) {
      unheard = { because };
      call.abort();
    }
  };
  let failure: ProviderError | undefined;
  try {
    await provider.stream({ ...request, signal }, heard);
  } catch (thrown) {
    failure = signal.aborted ? tooLate(thrown) : toProviderError(thrown);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', leave);
  }
  if (unheard) throw unheard.because;
  if (request.signal.aborted) return;
  if (failure) throw failure;
  if (signal.aborted) throw tooLate();
}

import { createTextCleaner, type Usage } from '@parley/protocol';
import { priced, type CallableModel } from '../models.ts';
import type { ProviderRequest } from '../providers/provider.ts';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Longest answer, in UTF-16 units: with its frame around it, it must fit into one message of the queue (1 MiB). */
export const MAX_ANSWER = 120_000;

/** What came of a call, as far as it got. */
export interface CallResult {
  firstTokenAt?: number;
  usage?: Usage;
  /** Why it failed by itself. */
  error?: unknown;
}

/** Streams the provider's answer into the deltas. Never rejects: what went wrong is in the result. */
export async function callProvider(
  model: CallableModel,
  request: Omit<ProviderRequest, 'signal'>,
  running: RunningAnswer,
  { silenceMs, now }: { silenceMs: number; now: () => number },
): Promise<CallResult> {
  const result: CallResult = {};
  const cleaner = createTextCleaner();
  const silence = setTimeout(() => running.breakOff('silence'), silenceMs);
  try {
    for await (const event of model.provider.stream({ ...request, signal: running.signal })) {
      if (running.brokenOff) break;
      silence.refresh();
      if (event.type === 'usage') {
        result.usage = priced(event, model.config);
        continue;
      }
      if (event.type !== 'text') continue;
      result.firstTokenAt ??= now();
      running.deltas.push(cleaner.push(event.text));
      if (running.deltas.text.length > MAX_ANSWER) running.breakOff('too long');
    }
  } catch (error) {
    if (!running.brokenOff) result.error = error;
  } finally {
    clearTimeout(silence);
  }
  return result;
}

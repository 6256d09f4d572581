import { truncated } from '../errors/brokenStream.ts';
import type { FinishReason, Say } from '../provider.ts';
import { readEvents, type Progress } from '../readEvents.ts';
import { readChunk } from './readChunk.ts';

/**
 * Says what a stream of chat completion chunks does. It is whole when it says so in one of three ways: a finish reason,
 * a count after the last choice, `[DONE]`. Some servers leave out one or two of them; a stream with none of them broke
 * off, though its connection was closed in good order: proxies do that when their server dies. It is over with `[DONE]`,
 * or with a finish reason and a count that came no earlier; after a finish reason alone, that has `restMs` milliseconds.
 */
export async function readChunks(body: ReadableStream<Uint8Array>, say: Say, restMs?: number): Promise<void> {
  let reason: FinishReason | undefined;
  let declined = false;
  let whole = false;
  const take = (data: string): Progress => {
    if (data === '[DONE]') {
      whole = true;
      return 'over';
    }
    const { finish, declines, counts, countsAlone } = readChunk(data, say);
    declined ||= declines;
    reason = finish ?? reason;
    whole ||= countsAlone || finish !== undefined;
    if (reason === undefined) return 'goes on';
    return counts ? 'over' : 'whole';
  };
  try {
    await readEvents(body, ({ data }) => take(data), restMs);
  } catch (error) {
    // All has been said: what fails now is a count that doesn't come.
    if (!whole) throw error;
  }
  if (!whole) throw truncated();
  // A refusal in words is one, though the last chunk says that it stops as usual.
  say({ type: 'finish', reason: declined ? 'refused' : (reason ?? 'stop') });
}

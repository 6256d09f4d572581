import { truncated } from '../errors/brokenStream.ts';
import type { FinishReason, Say } from '../provider.ts';
import { readEvents } from '../readEvents.ts';
import { readChunk } from './readChunk.ts';

/**
 * Says what a stream of chat completion chunks does. It is whole when it says so in one of three ways: a finish reason,
 * a count after the last choice, `[DONE]`. Some servers leave out one or two of them; a stream with none of them broke
 * off, though its connection was closed in good order: proxies do that when their server dies.
 */
export async function readChunks(body: ReadableStream<Uint8Array>, say: Say): Promise<void> {
  let reason: FinishReason | undefined;
  let whole = false;
  try {
    await readEvents(body, ({ data }) => {
      if (data === '[DONE]') return (whole = true);
      const { finish, countsAlone } = readChunk(data, say);
      // A refusal in words is one, though the last chunk says that it stops as usual.
      if (finish && reason !== 'refused') reason = finish;
      whole ||= countsAlone || finish !== undefined;
      return false;
    });
  } catch (error) {
    // All has been said: what fails now is a count that doesn't come.
    if (!whole) throw error;
  }
  if (!whole) throw truncated();
  say({ type: 'finish', reason: reason ?? 'stop' });
}

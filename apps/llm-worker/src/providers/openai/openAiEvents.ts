import type { EventSourceMessage } from 'eventsource-parser';
import { truncated } from '../errors/brokenStream.ts';
import type { FinishReason, ProviderEvent } from '../provider.ts';
import { readChunk } from './readChunk.ts';

/**
 * The events of a stream of chat completion chunks. It is whole when it says so in one of three ways: a finish reason,
 * a count after the last choice, `[DONE]`. Some servers leave out one or two of them; a stream with none of them broke
 * off, though its connection was closed in good order: proxies do that when their server dies.
 */
export async function* openAiEvents(
  messages: AsyncIterable<EventSourceMessage>,
): AsyncGenerator<ProviderEvent> {
  let reason: FinishReason | undefined;
  let whole = false;
  try {
    for await (const { data } of messages) {
      whole ||= data === '[DONE]';
      if (data === '[DONE]') break;
      const { events, finish, countsAlone } = readChunk(data);
      yield* events;
      whole ||= countsAlone;
      // A refusal in words is one, though the last chunk says that it stops as usual.
      if (finish && reason !== 'refused') reason = finish;
      whole ||= finish !== undefined;
    }
  } catch (error) {
    // All has been said: what fails now is a count that doesn't come.
    if (!whole) throw error;
  }
  if (!whole) throw truncated();
  yield { type: 'finish', reason: reason ?? 'stop' };
}

import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { malformed } from './errors/brokenStream.ts';

/** Longest event, in UTF-16 units: who sends more without an end is no provider. */
const MAX_EVENT = 16 * 1024 * 1024;

/**
 * The server-sent events of a body as they come in, however its bytes are cut. An event that the end of the body cuts
 * is given as it is: some servers leave the last empty line out. Whoever leaves the loop early closes the connection.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const events: EventSourceMessage[] = [];
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent: (event) => void events.push(event),
    // Fields that nobody knows are passed over, as the standard demands.
    onError: ({ type }) => void (tooLong ||= type === 'max-buffer-size-exceeded'),
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      yield* events.splice(0);
      if (tooLong) throw malformed();
      if (done) return;
    }
  } finally {
    // A body that failed refuses with the failure that was thrown already.
    reader.cancel().catch(() => {});
  }
}

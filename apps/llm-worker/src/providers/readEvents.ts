import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { malformed } from './errors/brokenStream.ts';

/** Longest event, in UTF-16 units: who sends more without an end is no provider. */
const MAX_EVENT = 16 * 1024 * 1024;

/**
 * Takes the server-sent events of a body as they come in, however its bytes are cut, until `take` says that it is over;
 * then the connection is closed. An event that the end of the body cuts is given as it is: some servers leave the last
 * empty line out.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (event: EventSourceMessage) => boolean,
): Promise<void> {
  let isOver = false;
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent: (event) => void (isOver ||= take(event)),
    // Fields that nobody knows are passed over, as the standard demands.
    onError: ({ type }) => void (tooLong ||= type === 'max-buffer-size-exceeded'),
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      if (isOver) return;
      if (tooLong) throw malformed();
      if (done) return;
    }
  } finally {
    // A body that failed refuses with the failure that was thrown already.
    reader.cancel().catch(() => {});
  }
}

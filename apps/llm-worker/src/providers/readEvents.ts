import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { malformed } from './errors/brokenStream.ts';

/** Longest event, in UTF-16 units: who sends more without an end is no provider. */
const MAX_EVENT = 16 * 1024 * 1024;

/** How long what may follow the end of an answer is waited for, in milliseconds: a count, or the end of the body. */
const REST_MS = 2_000;

/** How an answer stands after an event: more is to come, only a count may follow, nothing that is of use does. */
export type Progress = 'goes on' | 'whole' | 'over';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** A body that failed refuses with the failure that was thrown already. */
const close = (reader: Reader): void => void reader.cancel().catch(() => {});

/** Reads the rest of what is over, which is its end mostly: a connection that is closed before serves no other call. */
async function readOut(reader: Reader, restMs: number): Promise<void> {
  const timer = setTimeout(close, restMs, reader).unref();
  try {
    while (!(await reader.read()).done);
  } catch {
    // It is over, however its connection ends.
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Takes the server-sent events of a body as they come in, however its bytes are cut, until `take` says that it is over.
 * Once it says that it is whole, the rest has `restMs` milliseconds to come; then the body counts as ended, and its
 * connection is closed. An event that the end of the body cuts is given as it is: some servers leave the last empty line
 * out.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  take: (event: EventSourceMessage) => Progress,
  restMs = REST_MS,
): Promise<void> {
  let progress: Progress = 'goes on';
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent(event) {
      if (progress !== 'over') progress = take(event);
    },
    // Fields that nobody knows are passed over, as the standard demands.
    onError: ({ type }) => void (tooLong ||= type === 'max-buffer-size-exceeded'),
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  const is = (one: Progress): boolean => progress === one;
  let timer: NodeJS.Timeout | undefined;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      parser.feed(done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true }));
      if (is('over') || done) return;
      if (tooLong) throw malformed();
      if (is('whole')) timer ??= setTimeout(close, restMs, reader);
    }
  } finally {
    clearTimeout(timer);
    if (is('over')) void readOut(reader, restMs);
    else close(reader);
  }
}

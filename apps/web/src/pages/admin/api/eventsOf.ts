/** One event of a stream as `text/event-stream` writes it. */
export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** No event of ours is longer, in UTF-16 units: a stream without an end to its lines is given up. */
const MOST = 16 * 1024 * 1024;
const END_OF_LINE = /\r?\n/;

/** The event that these lines make; undefined where they say nothing (a comment that keeps the line open). */
function eventIn(lines: readonly string[]): StreamEvent | undefined {
  let id = '';
  let event = 'message';
  const data: string[] = [];
  for (const line of lines) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length > 0 ? { id, event, data: data.join('\n') } : undefined;
}

/**
 * Reads a stream of events. `EventSource` can't say who asks, so this is done by hand. `heard` is
 * called whenever anything comes. Ends with the stream; throws what
 * breaks it, and `RangeError` when an event is too long.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  heard: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  let lines: string[] = [];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      heard();
      rest += next.value;
      const parts = rest.split(END_OF_LINE);
      rest = parts.pop() ?? '';
      for (const line of parts) {
        if (line !== '') {
          lines.push(line);
          continue;
        }
        const event = eventIn(lines);
        lines = [];
        if (event) yield event;
      }
      if (rest.length > MOST) throw new RangeError('an event that doesn’t end');
    }
  } finally {
    await reader.cancel();
  }
}

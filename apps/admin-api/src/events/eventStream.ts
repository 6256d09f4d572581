import type { EventQueue } from './EventQueue.ts';
import type { Snapshot } from './takeSnapshot.ts';

export interface EventStreamOptions {
  readonly queue: EventQueue;
  readonly snapshot: () => Promise<Snapshot>;
  /** How long it may say nothing, in milliseconds. */
  readonly heartbeatMs: number;
  /** Ends it; its reason stands in the last event. */
  readonly signal: AbortSignal;
}

const event = (id: number, name: string, data: object): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * Server-sent events for one reader: `snapshot`, then `changed` and `removed`, numbered without a gap; wherever changes
 * may have been missed, by the service or because the reader is slow, another `snapshot`. What isn't read isn't made: a
 * slow reader costs the newest change of some sessions. At the end `end`, with the reason.
 */
export async function* eventStream({
  queue,
  snapshot,
  heartbeatMs,
  signal,
}: EventStreamOptions): AsyncGenerator<string> {
  for (let n = 1; ;) {
    const next = await queue.next(heartbeatMs, signal);
    if (signal.aborted) {
      yield event(n, 'end', { reason: String(signal.reason) });
      return;
    }
    switch (next.kind) {
      case 'gap': {
        const all = await snapshot();
        queue.told(all.sessions);
        yield event(n++, 'snapshot', all);
        break;
      }
      case 'changes':
        for (const { kind, ...data } of next.changes) yield event(n++, kind, data);
        break;
      case 'quiet':
        yield ': alive\n\n';
        break;
    }
  }
}

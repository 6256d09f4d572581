import { Readable } from 'node:stream';
import { tokenOf, type VerifyToken } from '@parley/auth';
import type { HttpApp } from '@parley/http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { EventReaders } from '../events/EventReaders.ts';
import { eventStream } from '../events/eventStream.ts';
import { takeSnapshot } from '../events/takeSnapshot.ts';
import type { Backend } from './Backend.ts';
import { requireStaff } from './createGuard.ts';

export interface EventOptions {
  readonly readers: EventReaders;
  readonly verify: VerifyToken;
  /** How long a stream may say nothing, in milliseconds. */
  readonly heartbeatMs: number;
}

/** How long a reader may take to read the last event, in milliseconds. */
const LAST_MS = 1000;
/** The longest that a timer waits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A signal for a stream: it ends with the token, when it has to end, or when its reader has gone. */
function endOf({ raw }: FastifyReply, expiresAt: number, ending: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const end = (reason: string) => (): void => controller.abort(reason);
  const close = end('closed');
  const stop = (): void => controller.abort(ending.reason);
  const timer = setTimeout(end('token_expired'), Math.min(expiresAt - Date.now(), MAX_TIMER_MS));
  ending.addEventListener('abort', stop);
  raw.on('close', close);
  // It may have gone while its token was looked at.
  if (raw.closed || raw.destroyed) queueMicrotask(close);
  controller.signal.addEventListener('abort', () => {
    clearTimeout(timer);
    ending.removeEventListener('abort', stop);
    raw.off('close', close);
  });
  return controller.signal;
}

/** `GET /admin/api/events`: the fleet, live. */
export function addEventsRoute(
  http: HttpApp,
  { guard, store, line }: Backend,
  { readers, verify, heartbeatMs }: EventOptions,
): void {
  http.get(
    '/admin/api/events',
    {
      onRequest: [...guard],
      exposeHeadRoute: false,
      schema: {
        summary:
          'Server-sent events: `snapshot`, then `changed` and `removed`; after a gap another `snapshot`; `end` when the token expires or the role is lost',
        security: [{ bearer: [] }],
        response: { 200: z.any().describe('text/event-stream') },
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { expiresAt } = await verify(tokenOf(request));
      line.connected();
      const { queue, ending } = readers.join(request);
      try {
        // Behind that: what is taken away from now on ends the stream by itself.
        await requireStaff(store, request);
      } catch (error) {
        readers.leave(queue);
        throw error;
      }
      const signal = endOf(reply, expiresAt, ending);
      const snapshot = () => takeSnapshot(store.fleet);
      const stream = Readable.from(eventStream({ queue, snapshot, heartbeatMs, signal }), {
        objectMode: false,
      });
      signal.addEventListener('abort', () => {
        readers.leave(queue);
        setTimeout(() => stream.destroy(), LAST_MS).unref();
      });
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
    },
  );
}

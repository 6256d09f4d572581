import type { Rate } from '@parley/config';
import { CLOSE, ParleyError, parseClientFrame } from '@parley/protocol';
import { handleFrame } from '../handlers/handleFrame.ts';
import type { Services } from '../handlers/Services.ts';
import { takeToken } from '../limits/takeToken.ts';
import type { Connection } from './Connection.ts';
import { expire } from './expire.ts';
import { FrameQueue } from './FrameQueue.ts';
import { pingId } from './pingId.ts';
import { strike } from './strike.ts';

/** What every connection is received with. */
export interface Receiving {
  readonly services: Services;
  /** Frames of one connection. */
  readonly rate: Rate;
}

/** Takes what came from a socket: refuses it, answers it, or has it handled after the frames before it. */
export function receive(connection: Connection, data: Buffer, isBinary: boolean, receiving: Receiving): void {
  if (!connection.isOpen) return;
  const { services, rate } = receiving;
  connection.missed = 0;
  if (connection.expiresAt <= services.now()) return expire(connection);
  if (isBinary) {
    const error = new ParleyError('validation', 'malformed', 'frame: must be text, not binary.');
    return connection.fail(CLOSE.binary, undefined, error);
  }
  const text = data.toString();
  const now = services.elapsed();
  const retryAfterMs = takeFrame(connection, rate, now);
  if (retryAfterMs > 0) return refuseFlood(connection, refOf(text), retryAfterMs, now);
  const ping = connection.queue?.idle === false ? undefined : pingId(text);
  if (ping !== undefined) return connection.answerPing(ping);
  enqueue(connection, text, data.length, services);
}

function enqueue(connection: Connection, text: string, bytes: number, services: Services): void {
  const parsed = parseClientFrame(text);
  const now = services.elapsed();
  if (!parsed.ok) {
    const { ref, error } = parsed;
    if (error.code === 'malformed' && strike(connection, 'malformed', now)) {
      return connection.fail(CLOSE.notTheProtocol, ref, error);
    }
    return connection.refuse(ref, error);
  }
  connection.queue ??= new FrameQueue((frame) => handleFrame(connection, frame, services));
  if (!connection.queue.push(parsed.frame, bytes)) refuseFlood(connection, parsed.frame.id, 1000, now);
}

/** Takes a token of the connection's bucket; 0, or the milliseconds until there is one. */
export function takeFrame(connection: Connection, rate: Rate, now: number): number {
  const taken = takeToken(connection.framesFullAt, rate, now);
  if ('retryAfterMs' in taken) return taken.retryAfterMs;
  connection.framesFullAt = taken.fullAt;
  return 0;
}

/** The id to answer to; what is refused is at most a hundred frames a minute, so they may be read. */
function refOf(text: string): string | undefined {
  const parsed = parseClientFrame(text);
  return parsed.ok ? parsed.frame.id : parsed.ref;
}

export function refuseFlood(
  connection: Connection,
  ref: string | undefined,
  retryAfterMs: number,
  now: number,
): void {
  const error = new ParleyError('rate_limit', 'frames', 'Too many frames.', { retryAfterMs });
  if (strike(connection, 'refused', now)) connection.fail(CLOSE.flooding, ref, error);
  else connection.refuse(ref, error);
}

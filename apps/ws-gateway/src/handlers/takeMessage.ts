import { ParleyError } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from './Services.ts';
import { unavailable } from './unavailable.ts';

/**
 * Counts one message of the connection's user: whatever has a model answer.
 * @throws ParleyError rate_limit/messages, with when to try again; service/unavailable while nothing can be sent, which
 * takes nothing of what the user may send
 */
export function takeMessage({ user }: Connection, { bus, limits, elapsed }: Services): void {
  if (bus.status !== 'connected') throw unavailable();
  const retryAfterMs = limits.messages.take(user.id, elapsed());
  if (retryAfterMs > 0) {
    throw new ParleyError('rate_limit', 'messages', 'Too many messages.', { retryAfterMs });
  }
}

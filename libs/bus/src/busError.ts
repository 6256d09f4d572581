import { ParleyError } from '@parley/protocol';
import { NatsError } from 'nats';

/** The queue can't be reached, or refused: whether it took anything is unknown, trying again is safe. */
export const unavailable = (cause?: unknown): ParleyError<'service'> =>
  new ParleyError('service', 'unavailable', 'The service can’t be reached at the moment. Please try again.', {
    retryAfterMs: 1000,
    ...(cause === undefined ? {} : { cause }),
  });

/** Its code of a request that wasn't answered in time. */
const TIMEOUT = 'TIMEOUT';

/** Turns what the client of NATS throws into an error that may be told: `service/timeout` or `service/unavailable`. */
export function busError(cause: unknown): ParleyError {
  if (cause instanceof ParleyError) return cause as ParleyError;
  if (cause instanceof NatsError && cause.code === TIMEOUT) {
    return new ParleyError('service', 'timeout', 'The service took too long. Please try again.', {
      retryAfterMs: 1000,
      cause,
    });
  }
  return unavailable(cause);
}

import { ParleyError } from '@parley/protocol';

/** What is needed for a frame can't be reached at the moment; nothing was done. */
export const unavailable = (): ParleyError<'service'> =>
  new ParleyError('service', 'unavailable', 'The service can’t be reached at the moment. Please try again.', {
    retryAfterMs: 1000,
  });

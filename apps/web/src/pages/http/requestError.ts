import type { WireError } from '@parley/protocol';

/** A request that was refused, or that never got an answer (`service/unavailable`). */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly error: WireError;

  constructor(error: WireError, cause?: unknown) {
    super(error.message, { cause });
    this.error = error;
  }
}

import { ParleyError } from '@parley/protocol';

/** The database could not do it now: it is away, too slow, or said something unknown. Worth trying again. */
export class StoreUnavailable extends ParleyError<'service'> {
  /** What was being done. */
  readonly operation: string;

  constructor(operation: string, cause: unknown) {
    super('service', 'unavailable', 'What is stored can’t be reached at the moment. Please try again.', {
      cause,
      retryAfterMs: 1000,
    });
    this.operation = operation;
  }
}

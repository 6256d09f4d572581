import { ParleyError } from '@parley/protocol';

/** A handler took longer than it may. */
export class HandlerTimeout extends ParleyError<'service'> {
  constructor(ms: number) {
    super('service', 'timeout', `must be handled within ${ms} ms`);
  }
}

import { ParleyError } from '@parley/protocol';

/** A handler took longer than it may. */
export class HandlerTimeout extends ParleyError<'service'> {
  constructor(ms: number) {
    super('service', 'timeout', `must be handled within ${ms} ms`);
  }
}

/** Whether a handler didn't fail, but came to no end. */
export function isTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof HandlerTimeout) return true;
  return false;
}

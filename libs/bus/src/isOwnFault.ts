import { ParleyError } from '@parley/protocol';
import { isTimeout } from './HandlerTimeout.ts';

/**
 * Whether a handler failed through its message: by an error of its own, or by not coming to an end. Not when something
 * that it needs is away, which every service here tells as `service/unavailable` or `service/timeout`.
 */
export function isOwnFault(error: unknown): boolean {
  if (isTimeout(error)) return true;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!(cause instanceof ParleyError) || cause.category !== 'service') continue;
    if (cause.code === 'unavailable' || cause.code === 'timeout') return false;
  }
  return true;
}

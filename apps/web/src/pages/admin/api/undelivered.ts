import type { Way } from './people.ts';

/** A mail or an SMS that didn’t reach somebody. */
export interface Undelivered {
  readonly id: string;
  readonly kind: 'help' | 'critical' | 'alert' | 'reply';
  readonly by: Way;
  /** Whose it was, when an admin has given the address. */
  readonly adminId?: string;
  /** When that happened which it tells of. */
  readonly at: string;
  readonly attempts: number;
  readonly reason: string;
  /** Under which its provider knows it. */
  readonly ref?: string;
}

import type { SessionState } from './state.ts';

/** How long a hold counts after a socket of its admin was last known to be there, in milliseconds. */
export const HOLD_MS = 45_000;

/** Whether this admin holds the session. A hold that ran out counts until a change ends it: nobody else has it before. */
export const isHeldBy = ({ handling, admin }: SessionState, adminId: string): boolean =>
  handling === 'human' && admin?.id === adminId;

import { opensAt, roundAt } from '@parley/conversation';
import type { Deps } from '../deps.ts';

/** When round number `n` (from 1) of a call made at `requestedAt` is due; `undefined`: there is none. */
export const roundDue = ({ escalation, hours }: Deps, n: number, requestedAt: number): number | undefined =>
  roundAt(escalation, n, requestedAt, hours && opensAt(hours, requestedAt));

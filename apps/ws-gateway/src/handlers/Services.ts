import type { VerifyToken } from '@parley/auth';
import type { Bus } from '@parley/bus';
import type { Limits } from '../limits/Limits.ts';
import type { RoleChecks } from '../sessions/RoleChecks.ts';
import type { SessionServices } from '../sessions/SessionServices.ts';
import type { PendingOutcomes } from './PendingOutcomes.ts';

/** What handlers of frames work with. */
export interface Services extends SessionServices {
  /** Milliseconds since the start; never goes back. */
  readonly elapsed: () => number;
  readonly bus: SessionServices['bus'] & Pick<Bus, 'publishNote' | 'publishOut'>;
  readonly verify: VerifyToken;
  readonly limits: Limits;
  readonly outcomes: PendingOutcomes;
  readonly roleChecks: RoleChecks;
}

import type { VerifyToken } from '@parley/auth';
import type { Bus } from '@parley/bus';
import type { Logger } from '@parley/logging';
import type { Limits } from '../limits/Limits.ts';
import type { Channels } from '../sessions/Channels.ts';
import type { RoleChecks } from '../sessions/RoleChecks.ts';
import type { UserChannels } from '../sessions/UserChannels.ts';
import type { PendingOutcomes } from './PendingOutcomes.ts';

/** What handlers of frames work with. */
export interface Services {
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since the start; never goes back. */
  readonly elapsed: () => number;
  readonly bus: Pick<
    Bus,
    'status' | 'request' | 'publishCommand' | 'publishNote' | 'publishOut' | 'publishFleetRoles'
  >;
  readonly verify: VerifyToken;
  readonly limits: Limits;
  readonly channels: Channels;
  readonly userChannels: UserChannels;
  readonly outcomes: PendingOutcomes;
  readonly roleChecks: RoleChecks;
}

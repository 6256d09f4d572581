import type { Bus } from '@parley/bus';
import type { Logger } from '@parley/logging';
import type { Channels } from './Channels.ts';
import type { UserChannels } from './UserChannels.ts';

/** What keeps sockets in their sessions, and in their roles, works with. */
export interface SessionServices {
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly bus: Pick<Bus, 'status' | 'request' | 'publishCommand' | 'publishFleetRoles'>;
  readonly channels: Channels;
  readonly userChannels: UserChannels;
}

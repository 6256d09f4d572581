import { toSession } from '@parley/conversation';
import type { Session } from '@parley/protocol';
import type { Fleet, FleetNow } from '@parley/store';

/** The fleet as it is now. */
export interface Snapshot {
  readonly now: FleetNow;
  /** Those that people are in or wait in, then the active ones; `isWhole`: all of them. */
  readonly sessions: readonly Session[];
  readonly isWhole: boolean;
}

const MAX_SESSIONS = 1000;

/** Reads the fleet as it is now. */
export async function takeSnapshot(fleet: Pick<Fleet, 'now' | 'live'>): Promise<Snapshot> {
  const sessions = await fleet.live(MAX_SESSIONS);
  const isWhole = sessions.length < MAX_SESSIONS;
  return { now: await fleet.now(), sessions: sessions.map(toSession), isWhole };
}

import type { Bus } from '@parley/bus';
import type { LifeChange } from '@parley/conversation';

/** Sends what a change tells to the sockets of its session. */
export function tell(bus: Bus, { session, frames }: LifeChange): void {
  for (const frame of frames) bus.publishOut(session.id, frame, { fence: session.fence });
}

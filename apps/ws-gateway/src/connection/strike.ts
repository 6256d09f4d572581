import { Strikes } from '../limits/Strikes.ts';
import type { Connection } from './Connection.ts';

const MINUTE_MS = 60_000;
/** How often within a minute a peer may do what. */
const MOST = { malformed: 10, refused: 100 } as const;

/** Counts a frame that isn't the protocol, or was over a limit; true when the connection is to end for it. */
export function strike(connection: Connection, kind: keyof typeof MOST, now: number): boolean {
  const strikes = (connection[kind] ??= new Strikes(MOST[kind], MINUTE_MS));
  return strikes.add(now);
}

import type { Session } from '@parley/protocol';
import { newer } from '../../sessions/arrange.ts';
import type { FleetEvent } from '../api/fleetEvents.ts';

/** What is known of the fleet's sessions: up to change `n`. */
export interface FleetState {
  readonly n: number;
  readonly sessions: ReadonlyMap<string, Session>;
}

/** The state after an event; undefined: one was missed, and only a new snapshot helps. */
export function applyEvent(state: FleetState | undefined, event: FleetEvent): FleetState | undefined {
  const { n } = event;
  if (event.kind === 'snapshot')
    return { n, sessions: new Map(event.sessions.map((session) => [session.id, session])) };
  if (!state || n > state.n + 1) return undefined;
  if (n <= state.n) return state;
  const sessions = new Map(state.sessions);
  if (event.kind === 'removed') sessions.delete(event.sessionId);
  else {
    const { session } = event;
    const known = sessions.get(session.id);
    sessions.set(session.id, known ? newer(known, session) : session);
  }
  return { n, sessions };
}

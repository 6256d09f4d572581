import { randomUUID } from 'node:crypto';
import type { Bus, Trace } from '@parley/bus';
import { ParleyError, type ServiceCommand, type User } from '@parley/protocol';
import { Outcomes } from './Outcomes.ts';

/** What is to be done with a session, before it has an id. */
export type Ask = ServiceCommand extends infer C ? (C extends ServiceCommand ? Omit<C, 'id'> : never) : never;

/** Who wants it, and from which address. */
export interface Asker {
  readonly user: User;
  readonly from?: string | undefined;
}

/** Changes of sessions: each takes its place in the session's queue and is carried out by a worker. */
export interface Commands {
  /**
   * Sends a command of this user and waits for its outcome.
   * @throws ParleyError what it was refused with; service/unavailable when nothing was done; service/timeout when the
   *   outcome isn't known: asking again does no harm
   */
  readonly carryOut: (ask: Ask, by: Asker, trace: Trace) => Promise<void>;
}

/** Commands over the bus. */
export function createCommands(bus: Pick<Bus, 'publishCommand' | 'inbox'>, now = Date.now): Commands {
  const outcomes = new Outcomes(bus.inbox());
  return {
    async carryOut(ask, { user, from }, trace) {
      const id = randomUUID();
      const { replyTo, come } = outcomes.expect(id);
      const command = { frame: { ...ask, id }, user, from, acceptedAt: now(), replyTo };
      bus
        .publishCommand(command, { trace, msgId: `${ask.sessionId}.${id}` })
        .catch((error: unknown) => outcomes.forget(id, ParleyError.from(error)));
      await come;
    },
  };
}

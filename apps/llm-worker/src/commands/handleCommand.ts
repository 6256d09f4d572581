import { verdict, type CommandContext, type Verdict } from '@parley/bus';
import type { SessionState } from '@parley/conversation';
import { isAdmin, ParleyError, type Command, type Outcome, type ServerFrame } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { asOfNow } from '../people/asOfNow.ts';
import { meet } from '../people/meet.ts';
import { keepOneActive } from '../sessions/keepOneActive.ts';
import { sessionLeft } from '../sessions/sessionLeft.ts';
import { tell, tellAnew } from '../tell.ts';
import { tellGone } from '../tellGone.ts';
import { applyCommand, isOwn } from './applyCommand.ts';
import { handlerFor, isServed, type ServedCommand } from './handlers.ts';

/** `ack` or `error`, as the sender of the command gets it. */
function outcomeFrame({ frame }: Command, outcome: Outcome): ServerFrame {
  if (!outcome.ok) return { type: 'error', ref: frame.id, error: outcome.error };
  const { messageId } = outcome;
  return {
    type: 'ack',
    ref: frame.id,
    sessionId: frame.sessionId,
    ...(messageId !== undefined && { messageId }),
  };
}

/** What becomes of a command whose session isn't there; a removal that comes again may have removed it itself. */
function withoutSession({ frame }: Command, deliveries: number): Outcome {
  if (frame.type === 'session.delete' && deliveries > 1) return { ok: true };
  const error = new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
  return { ok: false, error: error.toWire() };
}

/** Whether an admin sent it as one. */
const isFromAdmin = (session: SessionState, { frame, user }: ServedCommand): boolean =>
  isAdmin(user) && (frame.type.startsWith('admin.') || !isOwn(session, user));

/**
 * Handles one command of the queue: change the session, tell its sockets, queue what follows, answer the sender. A
 * redelivered command repeats every step behind the change, each of which is idempotent.
 */
export const handleCommand =
  (deps: Deps) =>
  async (sent: Command, { trace, signal, deliveries }: CommandContext): Promise<Verdict> => {
    const { bus, log } = deps;
    const command = await asOfNow(deps, sent);
    const { frame, replyTo } = command;
    if (frame.type === 'session.left') return sessionLeft(deps, command);
    if (!isServed(command)) return verdict.drop(`frame.type: ${frame.type} is not served`);
    const reply = (outcome: Outcome): void => {
      if (replyTo !== undefined) bus.reply(replyTo, outcomeFrame(command, outcome));
    };
    const applied = await applyCommand(deps, command, signal, trace);
    if (typeof applied === 'string') {
      // It was there when the command was accepted: what its user deleted since takes the command with it.
      reply(withoutSession(command, deliveries));
      // A message was acked before: whoever still shows it learns that nothing comes.
      if (applied === 'gone' && frame.type === 'message.send')
        tellGone(bus, frame.sessionId, command.user.id, 'deleted');
      if (frame.type === 'session.delete')
        bus.publishFleetSession({ kind: 'removed', sessionId: frame.sessionId });
      const { type, sessionId } = frame;
      log.warn('command.too_late', { type, sessionId, userId: command.user.id, traceId: trace });
      return verdict.done;
    }
    const { before, session, outcome, change, activated } = applied;
    if (applied.isOther) {
      reply(outcome);
      const { type, sessionId } = frame;
      log.warn('command.id_reused', { type, sessionId, userId: command.user.id, traceId: trace });
      return verdict.done;
    }
    // Which frames of a change that was applied before went out isn't known: the sockets ask for what they lack.
    if (change) tell(bus, change);
    else tellAnew(bus, session);
    if (activated) await keepOneActive(deps, session, command.acceptedAt);
    if (isFromAdmin(session, command)) await meet(deps, command, command.acceptedAt);
    const following = { trace, command, before, outcome };
    await handlerFor(command.frame).follow?.(session, command.frame, deps, following);
    reply(outcome);
    log.debug('command.handled', {
      type: frame.type,
      sessionId: session.id,
      userId: session.userId,
      traceId: trace,
    });
    return verdict.done;
  };

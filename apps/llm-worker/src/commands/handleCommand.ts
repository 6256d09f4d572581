import { verdict, type CommandContext, type Verdict } from '@parley/bus';
import { adminOf, isAdmin, type Change, type SessionState } from '@parley/conversation';
import { ParleyError, type Command, type Outcome, type ServerFrame } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { outHeaders } from '../outHeaders.ts';
import { keepOneActive } from '../sessions/keepOneActive.ts';
import { sessionLeft } from '../sessions/sessionLeft.ts';
import { tell } from '../tell.ts';
import { adminAcknowledge } from './adminAcknowledge.ts';
import { adminNote } from './adminNote.ts';
import { adminRelease } from './adminRelease.ts';
import { adminTakeover } from './adminTakeover.ts';
import type { CommandHandler, FrameOf, ServedType, Tries } from './commandHandler.ts';
import { helpCancel } from './helpCancel.ts';
import { helpRequest } from './helpRequest.ts';
import { messageEdit } from './messageEdit.ts';
import { messageFeedback } from './messageFeedback.ts';
import { messageRegenerate } from './messageRegenerate.ts';
import { messageSend } from './messageSend.ts';
import { messageStop } from './messageStop.ts';
import { modelSelect } from './modelSelect.ts';
import { sessionArchive } from './sessionArchive.ts';
import { sessionDelete } from './sessionDelete.ts';
import { sessionRename } from './sessionRename.ts';

/** Every command that is served; another one has no way into the queue. */
const HANDLERS: { readonly [T in ServedType]: CommandHandler<T> } = {
  'message.send': messageSend,
  'message.stop': messageStop,
  'message.regenerate': messageRegenerate,
  'message.edit': messageEdit,
  'message.feedback': messageFeedback,
  'model.select': modelSelect,
  'help.request': helpRequest,
  'help.cancel': helpCancel,
  'admin.takeover': adminTakeover,
  'admin.release': adminRelease,
  'admin.acknowledge': adminAcknowledge,
  'admin.note': adminNote,
  'session.rename': sessionRename,
  'session.archive': sessionArchive,
  'session.delete': sessionDelete,
};

/** A command whose frame is one of those that are served. */
type ServedCommand = Command & { readonly frame: FrameOf<ServedType> };
const isServed = (command: Command): command is ServedCommand => Object.hasOwn(HANDLERS, command.frame.type);

/** The handler of a frame's type; the table above gives each type its own. */
const handlerFor = ({ type }: ServedCommand['frame']) => HANDLERS[type] as CommandHandler<ServedType>;

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

const isOwn = ({ userId }: SessionState, { id }: Command['user']): boolean => userId === id;

/** What became of a command that was applied before; `undefined`: it wasn't. */
async function outcomeOf(
  { store }: Deps,
  session: SessionState,
  { frame: { id, type }, user }: Command,
): Promise<Outcome | undefined> {
  if (type !== 'message.send') return store.outcomes.get(session.id, id);
  // What an admin says may have been refused.
  const told = isOwn(session, user) ? undefined : await store.outcomes.get(session.id, id);
  if (told) return told;
  const known = session.recent.includes(id) || (await store.entries.has(session.id, id));
  return known ? { ok: true, messageId: id } : undefined;
}

/** What becomes of a command whose session isn't there; a removal that comes again may have removed it itself. */
function withoutSession({ frame }: Command, deliveries: number): Outcome {
  if (frame.type === 'session.delete' && deliveries > 1) return { ok: true };
  const error = new ParleyError('not_found', 'session', 'sessionId: there is no such session.');
  return { ok: false, error: error.toWire() };
}

/** What a command came to; `change` is missing when it had been applied before. */
interface Applied {
  /** As it was found. */
  readonly before: SessionState;
  readonly session: SessionState;
  readonly outcome: Outcome;
  readonly change?: Change;
  /** It may have become active, so another one may have to be put away. */
  readonly activated: boolean;
}

/** Applies the command once, however often it comes. `undefined`: its sender may know of no such session. */
async function apply(
  deps: Deps,
  command: ServedCommand,
  signal: AbortSignal,
  trace: string,
): Promise<Applied | undefined> {
  const { frame, user } = command;
  const { decide, foreign } = handlerFor(frame);
  const tries: Tries = { trace };
  let activated = false;
  const done = await deps.store.sessions.change<Applied | undefined>(frame.sessionId, async (session) => {
    signal.throwIfAborted();
    const own = isOwn(session, user);
    if (!own && !foreign?.(user)) return { result: undefined };
    const known = await outcomeOf(deps, session, command);
    if (known) {
      const result = {
        before: session,
        session,
        outcome: known,
        activated: own && session.state === 'active',
      };
      return { result };
    }
    const change = await decide(session, frame, command, deps, tries);
    const { session: next, entries, superseded, outcome } = change;
    if (own && session.state !== 'active' && next.state === 'active') {
      // A choice stands, even if this change doesn't count and the next try finds the session active.
      activated = true;
      await deps.store.users.activate(user.id, next.id, command.acceptedAt);
    }
    const isTold = frame.type !== 'message.send' || !own;
    const kept = isTold && { outcome: { commandId: frame.id, outcome } };
    return {
      change: { session: next, entries, superseded, ...kept },
      result: { before: session, session: next, outcome, change, activated },
    };
  });
  return done?.result;
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
  async (command: Command, { trace, signal, deliveries }: CommandContext): Promise<Verdict> => {
    const { bus, log } = deps;
    const { frame, replyTo } = command;
    if (frame.type === 'session.left') return sessionLeft(deps, command);
    if (!isServed(command)) return verdict.drop(`frame.type: ${frame.type} is not served`);
    const reply = (outcome: Outcome): void => {
      if (replyTo !== undefined) bus.reply(replyTo, outcomeFrame(command, outcome));
    };
    const applied = await apply(deps, command, signal, trace);
    if (!applied) {
      // It was there when the command was accepted: what its user deleted since takes the command with it.
      reply(withoutSession(command, deliveries));
      const { type, sessionId } = frame;
      log.warn('command.too_late', { type, sessionId, userId: command.user.id, traceId: trace });
      return verdict.done;
    }
    const { before, session, outcome, change, activated } = applied;
    // Which frames of a change that was applied before went out isn't known: the sockets ask for what they lack.
    if (change) tell(bus, change);
    else bus.publishOut(session.id, { type: 'resync', sessionId: session.id }, outHeaders(session));
    if (activated) await keepOneActive(deps, session, command.acceptedAt);
    if (isFromAdmin(session, command))
      await deps.store.admins.seen({ ...adminOf(command.user), roles: command.user.roles });
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

import type { Admin, Help, Message, ServerFrameOf, Session } from '@parley/protocol';
import type { Entry, HelpCall, SessionState } from './state.ts';

const iso = (at: number): string => new Date(at).toISOString();

const toHelp = ({ state, by, requestedAt, reason, acknowledgedBy }: HelpCall): Help => ({
  state,
  by,
  requestedAt: iso(requestedAt),
  ...(reason !== undefined && { reason }),
  ...(acknowledgedBy && { acknowledgedBy }),
});

/** The session as clients see it. */
export function toSession(state: SessionState): Session {
  const { id, rev, userId, name, model, handling, admin, adminAssisted, archived } = state;
  const { messageCount, usage, endedAt, help } = state;
  const { maxMs, sumMs, count } = state.responseTimes;
  return {
    id,
    rev,
    userId,
    name,
    model,
    state: state.state,
    handling,
    ...(help && { help: toHelp(help) }),
    ...(admin && { admin }),
    adminAssisted,
    archived,
    createdAt: iso(state.createdAt),
    lastActivityAt: iso(state.lastActivityAt),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    durationMs: Math.max(0, (endedAt ?? state.lastActivityAt) - state.createdAt),
    messageCount,
    usage,
    responseTimes: { maxMs, avgMs: count ? sumMs / count : 0, count },
  };
}

/** The entry as clients see it. */
export function toMessage(entry: Entry): Message {
  const { createdAt, editedAt, attempt: _attempt, thread: _thread, ...message } = entry;
  return {
    ...message,
    createdAt: iso(createdAt),
    ...(editedAt !== undefined && { editedAt: iso(editedAt) }),
  };
}

/** `message.created` or `message.updated` or `message.ended`: the frame that carries this entry's `rev`. */
export const messageFrame = <T extends 'message.created' | 'message.updated' | 'message.ended'>(
  type: T,
  entry: Entry,
) => ({ type, sessionId: entry.sessionId, rev: entry.rev, message: toMessage(entry) }) as ServerFrameOf<T>;

/** `session.updated`. `told`: another frame already carries this change's `rev`. */
export const sessionUpdated = (state: SessionState, told = false): ServerFrameOf<'session.updated'> => ({
  type: 'session.updated',
  sessionId: state.id,
  ...(told ? {} : { rev: state.rev }),
  session: toSession(state),
});

/** How long somebody who calls for a human may have to wait. */
export interface HelpQueue {
  /** Place in the queue, from 1. */
  readonly position?: number | undefined;
  /** How long others waited lately, in milliseconds. */
  readonly waitMs?: number | undefined;
  /** Nobody is here until then: milliseconds since 1970. */
  readonly opensAt?: number | undefined;
}

/** `help.updated`; without `rev` when another frame carries the change, or nothing was changed. */
export const helpUpdated = (
  { id: sessionId }: Pick<SessionState, 'id'>,
  state: ServerFrameOf<'help.updated'>['state'],
  { rev, queue: { position, waitMs, opensAt } = {} }: { rev?: number; queue?: HelpQueue } = {},
): ServerFrameOf<'help.updated'> => ({
  type: 'help.updated',
  sessionId,
  ...(rev !== undefined && { rev }),
  state,
  ...(position !== undefined && { position }),
  ...(waitMs !== undefined && { waitMs }),
  ...(opensAt !== undefined && { opensAt: iso(opensAt) }),
});

/** `takeover.started` or `takeover.ended`: the frame that carries the rev of `state`. */
export const takeoverFrame = <T extends 'takeover.started' | 'takeover.ended'>(
  type: T,
  { id: sessionId, rev }: SessionState,
  admin: Admin,
) => ({ type, sessionId, rev, admin }) as ServerFrameOf<T>;

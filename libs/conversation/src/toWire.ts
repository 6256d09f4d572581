import type { Help, Message, ServerFrameOf, Session } from '@parley/protocol';
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
  const { createdAt, editedAt, attempt: _attempt, ...message } = entry;
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

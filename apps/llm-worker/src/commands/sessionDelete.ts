import { deleteSession, remember, type SessionState } from '@parley/conversation';
import { askedBy } from '../people/askedBy.ts';
import { SERVICE } from '../people/SERVICE.ts';
import { leaveUnchosen } from '../sessions/leaveUnchosen.ts';
import { stopWriter } from '../turns/stopWriter.ts';
import type { CommandHandler } from './commandHandler.ts';

/** What a human has, or was called into, isn't too old to be kept. */
const isSpared = ({ handling }: SessionState, reason: 'deleted' | 'retention'): boolean =>
  reason === 'retention' && handling !== 'ai';

/**
 * A session goes, with all that was said in it: first it is over for everybody, then what is stored of it is removed.
 * Whoever writes an answer in it is told to stop; one that doesn't hear finds its lease gone. The audit log comes before
 * the removal, which nothing would repeat.
 */
export const sessionDelete: CommandHandler<'session.delete'> = {
  decide(session, { id, reason }, { acceptedAt }) {
    if (isSpared(session, reason))
      return { session: remember(session, id), entries: [], frames: [], outcome: { ok: true } };
    return deleteSession(session, id, reason, acceptedAt);
  },

  async follow(
    { id, userId, createdAt, messageCount },
    { id: commandId, reason },
    deps,
    { before, command, trace },
  ) {
    if (isSpared(before, reason)) return;
    const { store, bus } = deps;
    if (before.answer) await stopWriter(deps, id, before.answer.messageId, trace);
    await leaveUnchosen(deps, userId, id);
    await store.audit.append({
      ...askedBy(command, command.acceptedAt),
      ...(reason === 'retention' && { who: SERVICE }),
      what: 'session.deleted',
      target: id,
      before: { userId, createdAt, messageCount },
      after: { reason },
      command: commandId,
    });
    await store.sessions.remove(id);
    bus.publishFleetSession({ kind: 'removed', sessionId: id });
  },
};

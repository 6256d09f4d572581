import { isAdmin, isSupervisor, ParleyError, type Admin, type User } from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import { freeSession } from './freeSession.ts';
import { HOLD_MS } from './hold.ts';
import { roleRequired } from './roles.ts';
import type { SessionState } from './state.ts';
import { sessionUpdated, takeoverFrame } from './toWire.ts';

/** Why somebody may not release a session; `undefined`: they may. */
export function releaseRefusal({ handling, admin }: SessionState, user: User): ParleyError | undefined {
  if (!isAdmin(user)) return roleRequired('admin');
  if (handling === 'human' && (admin?.id === user.id || isSupervisor(user))) return undefined;
  return new ParleyError('conflict', 'not_holder', 'sessionId: you don’t have this session.');
}

/** Its holder, or any supervisor, hands a session back to the assistant, or over to the admin `to`. */
export function releaseSession(
  session: SessionState,
  commandId: string,
  user: User,
  at: number,
  to?: Admin,
): Change {
  const refusal = releaseRefusal(session, user);
  if (refusal) return refuse(session, commandId, refusal);
  const outcome = { ok: true } as const;
  const known = remember(session, commandId);
  const { admin } = session;
  if (to && to.id === admin?.id) return { session: known, entries: [], frames: [], outcome };
  const rev = session.rev + 1;
  if (to) {
    const next: SessionState = {
      ...known,
      admin: to,
      holdUntil: at + HOLD_MS,
      fence: session.fence + 1,
      rev,
    };
    const frames = [takeoverFrame('takeover.started', next, to), sessionUpdated(next, true)];
    return { session: next, entries: [], frames, outcome };
  }
  const next = { ...freeSession(known, at, commandId), rev };
  const ended = admin ? [takeoverFrame('takeover.ended', next, admin)] : [];
  return { session: next, entries: [], frames: [...ended, sessionUpdated(next, true)], outcome };
}

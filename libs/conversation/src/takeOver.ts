import {
  isAdmin,
  isSupervisor,
  type ParleyError,
  type ClientFrameOf,
  type ServerFrame,
  type User,
} from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import { endAnswer, type AnswerEnd } from './endAnswer.ts';
import { HOLD_MS, isHeldBy } from './hold.ts';
import { restoreAnswer } from './restoreAnswer.ts';
import { adminOf, roleRequired } from './roles.ts';
import type { Entry, SessionState } from './state.ts';
import { hasIt } from './taken.ts';
import { helpUpdated, sessionUpdated, takeoverFrame } from './toWire.ts';

type Takeover = ClientFrameOf<'admin.takeover'>;

/** Why somebody may not take a session over; `undefined`: they may, or have it. */
export function takeOverRefusal(
  session: SessionState,
  { force = false }: Pick<Takeover, 'force'>,
  user: User,
): ParleyError | undefined {
  if (!isAdmin(user)) return roleRequired('admin');
  const { handling, admin } = session;
  if (handling !== 'human' || !admin || admin.id === user.id) return undefined;
  if (!force) return hasIt(admin.name);
  return isSupervisor(user) ? undefined : roleRequired('supervisor');
}

/** What is there of answers that a takeover puts an end to. */
export interface Unfinished {
  /** Of the answer that is being written: what it says so far, and what it took. */
  readonly kept?: Partial<Omit<AnswerEnd, 'status' | 'endedAt'>>;
  /** The answer that `replacedBy` names. */
  readonly replaced?: Entry | undefined;
}

/**
 * An admin takes a session. An answer that is still being written ends in the same change with its text so far, and what
 * waits for one isn't answered any more: from here on the human answers. An answer whose next version had not begun counts
 * again. The raised fence is what frames of a writer that doesn't know yet are dropped by.
 */
export function takeOver(
  session: SessionState,
  frame: Takeover,
  user: User,
  at: number,
  { kept, replaced }: Unfinished = {},
): Change {
  const refusal = takeOverRefusal(session, frame, user);
  if (refusal) return refuse(session, frame.id, refusal);
  const outcome = { ok: true } as const;
  const holdUntil = at + HOLD_MS;
  if (isHeldBy(session, user.id)) {
    const known = { ...remember(session, frame.id), holdUntil: Math.max(session.holdUntil ?? 0, holdUntil) };
    return { session: known, entries: [], frames: [], outcome };
  }
  // Only one of both is there: as long as an answer is written, none can be asked for again.
  const ended = session.answer
    ? endAnswer(session, session.answer, { text: '', ...kept, status: 'stopped', endedAt: at })
    : restoreAnswer(session, replaced);
  const { help, trouble: _trouble, heldBackUntil: _heldBackUntil, ...rest } = ended?.session ?? session;
  const admin = adminOf(user);
  const next: SessionState = {
    ...remember(rest, frame.id),
    handling: 'human',
    admin,
    adminAssisted: true,
    holdUntil,
    fence: session.fence + 1,
    waiting: [],
    rev: rest.rev + 1,
    ...(help && { lastWait: { waitMs: Math.max(0, at - help.requestedAt), at } }),
    ...(help?.email !== undefined && { reply: { call: help.id, email: help.email } }),
  };
  const frames: ServerFrame[] = [
    ...(ended?.frames.filter(({ type }) => type !== 'session.updated') ?? []),
    takeoverFrame('takeover.started', next, admin),
    sessionUpdated(next, true),
    ...(help ? [helpUpdated(next, 'taken')] : []),
  ];
  return { session: next, entries: ended?.entries ?? [], frames, outcome };
}

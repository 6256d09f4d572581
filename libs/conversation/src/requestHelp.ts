import { cleanText, ParleyError, type ClientFrameOf } from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import type { LifeChange } from './sessionLife.ts';
import type { HelpCall, SessionState } from './state.ts';
import { helpUpdated, sessionUpdated, type HelpQueue } from './toWire.ts';

/** A call, as it begins. */
export type NewCall = Pick<
  HelpCall,
  'id' | 'by' | 'requestedAt' | 'from' | 'reason' | 'email' | 'nextRoundAt'
>;

/** Calls a human into a session that the assistant has. `undefined`: somebody was called, or has it. */
export function callHuman(session: SessionState, call: NewCall, queue: HelpQueue): LifeChange | undefined {
  if (session.handling !== 'ai') return undefined;
  const { trouble: _trouble, ...rest } = session;
  const help: HelpCall = { ...call, state: 'requested', rounds: 0 };
  const next: SessionState = { ...rest, handling: 'requested', help, rev: session.rev + 1 };
  return {
    session: next,
    entries: [],
    frames: [helpUpdated(next, 'requested', { rev: next.rev, queue }), sessionUpdated(next, true)],
  };
}

/** What the user adds to a call: a reason, or where a reply is to go. */
const addedTo = (help: HelpCall, { reason, email }: Pick<HelpCall, 'reason' | 'email'>): HelpCall => ({
  ...help,
  ...(reason !== undefined && { reason }),
  ...(email !== undefined && { email }),
});

/** What is known of a call beside its frame. */
interface Calling {
  readonly nextRoundAt?: number | undefined;
  readonly queue: HelpQueue;
  readonly from?: string | undefined;
}

/**
 * The user calls a human; `queue` says how long that may take, `nextRoundAt` when the first round of the escalation is
 * due, `from` the address that they call from. Calling again changes the reason, where one is given.
 */
export function requestHelp(
  session: SessionState,
  frame: ClientFrameOf<'help.request'>,
  at: number,
  { nextRoundAt, queue, from }: Calling,
): Change {
  const outcome = { ok: true } as const;
  const known = remember(session, frame.id);
  const { help, handling } = session;
  if (handling === 'human') {
    const words = 'sessionId: a human has it already.';
    return refuse(session, frame.id, new ParleyError('conflict', 'human_in_charge', words));
  }
  const reason = cleanText(frame.reason ?? '').trim() || undefined;
  const said = { ...(reason !== undefined && { reason }), ...(frame.email && { email: frame.email }) };
  if (handling === 'ai') {
    const due = nextRoundAt !== undefined && { nextRoundAt };
    const where = from !== undefined && { from };
    const call = { id: frame.id, by: 'user' as const, requestedAt: at, ...where, ...said, ...due };
    const called = callHuman(known, call, queue);
    return { ...(called ?? { session: known, entries: [], frames: [] }), outcome };
  }
  const state = help?.state ?? 'requested';
  const isNew =
    help && (addedTo(help, said).reason !== help.reason || addedTo(help, said).email !== help.email);
  if (!isNew) return { session: known, entries: [], frames: [helpUpdated(known, state, { queue })], outcome };
  const next: SessionState = { ...known, help: addedTo(help, said), rev: session.rev + 1 };
  const frames = [helpUpdated(next, state, { rev: next.rev, queue }), sessionUpdated(next, true)];
  return { session: next, entries: [], frames, outcome };
}

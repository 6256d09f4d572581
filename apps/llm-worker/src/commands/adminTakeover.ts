import {
  holdBack,
  isHeldBy,
  messageFrame,
  replacedBy,
  takeOver,
  takeOverRefusal,
  type Change,
  type SessionState,
  type Unfinished,
} from '@parley/conversation';
import type { Stopped } from '@parley/protocol';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { endIfLost } from '../people/endIfLost.ts';
import { recordHold } from '../people/recordHold.ts';
import { recordRefusal } from '../people/recordRefusal.ts';
import { keepUsage } from '../sessions/keepUsage.ts';
import { sumsOf } from '../turns/keepEnd.ts';
import { stopAndWait } from '../turns/stopAndWait.ts';
import { stopWriter } from '../turns/stopWriter.ts';
import { keptEntry, keptSoFar } from '../turns/keptSoFar.ts';
import type { CommandHandler, Tries } from './commandHandler.ts';

/** How long no answer begins while one is stopped for a takeover, in milliseconds: that takes less, or is given up. */
const HOLD_BACK_MS = 3_000;

/** The change, which first tells the end of the answer `id`: its writer may tell it too late, under the older fence. */
async function withEndOf({ store }: Deps, change: Change, id: string): Promise<Change> {
  const entry = await store.entries.get(change.session.id, id);
  if (!change.outcome.ok || !entry || entry.status === 'streaming') return change;
  return { ...change, frames: [messageFrame('message.ended', entry), ...change.frames] };
}

const saidBy = ({ text, reasoning, model }: Stopped): Unfinished['kept'] => ({
  text,
  ...(reasoning !== undefined && { reasoning }),
  ...(model !== undefined && { model }),
});

/** What is kept of answers that the takeover puts an end to: what the writer says that it showed, else its checkpoint. */
async function unfinished(
  { store }: Deps,
  session: SessionState,
  stopped: Tries['stopped'],
): Promise<Unfinished> {
  const { id, answer } = session;
  if (answer) {
    const { messageId, attempt } = answer;
    const told = stopped?.messageId === messageId ? stopped.said : undefined;
    const said = told?.attempt === attempt ? saidBy(told) : await keptSoFar(store, id, answer);
    return { kept: { ...said, ...(await sumsOf(store, id, answer)) } };
  }
  const replaced = replacedBy(session);
  return replaced === undefined ? {} : { replaced: await keptEntry(store, id, replaced) };
}

/**
 * An admin takes a session. Who writes an answer in it is first asked to stop, so that what was shown is what is kept,
 * and no other one begins meanwhile; one that isn't ended in time is ended by the takeover itself. One that was to
 * be written anew, and isn't yet, counts again.
 */
export const adminTakeover: CommandHandler<'admin.takeover'> = {
  foreign: () => true,
  async decide(session, frame, { user }, deps, tries) {
    const { id, answer } = session;
    const isGranted = !takeOverRefusal(session, frame, user) && !isHeldBy(session, user.id);
    if (isGranted && answer && tries.stopped === undefined) {
      const { messageId } = answer;
      await changeSession(deps, id, (now) => holdBack(now, deps.now() + HOLD_BACK_MS));
      tries.stopped = { messageId, said: await stopAndWait(deps, id, messageId, tries.trace) };
    }
    const change = takeOver(
      session,
      frame,
      user,
      deps.now(),
      isGranted ? await unfinished(deps, session, tries.stopped) : {},
    );
    const stopped = tries.stopped?.messageId;
    return stopped === undefined || stopped === answer?.messageId ? change : withEndOf(deps, change, stopped);
  },

  async follow(session, _frame, deps, { command, outcome, before, trace }) {
    if (!outcome.ok) return recordRefusal(deps, command, outcome);
    // Told again later, when the assistant may have it back, it stops nothing.
    if (before.answer && isHeldBy(session, command.user.id)) {
      await stopWriter(deps, session.id, before.answer.messageId, trace);
      // How its call ended is in the ledger by now, but wasn't yet when the takeover ended the answer.
      await keepUsage(deps, session.id);
    }
    await recordHold(deps, session, { command, before }, command.user.id);
    // It may have been lost while the writer was waited for.
    await endIfLost(deps, session);
  },
};

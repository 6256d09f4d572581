import { cleanText, ParleyError, type ClientFrameOf, type ServerFrame } from '@parley/protocol';
import { answerAgainConflict } from './answerAgainConflict.ts';
import { refuse, remember, type Change } from './change.ts';
import { forgetSummary } from './forgetSummary.ts';
import { active } from './sessionLife.ts';
import type { Entry, EntryOutline, SessionState, Superseded } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/** What an edit is decided from. */
export interface Editing {
  /** The message to change. */
  readonly message: Entry;
  /** Every entry from that message on, by `seq`. */
  readonly since: readonly EntryOutline[];
  /** Those that `supersededBy` names, whole; left out when they are too many to tell of each. */
  readonly superseded?: readonly Entry[] | undefined;
}

/**
 * What an edit of `message` supersedes: all that is read behind it and still counts. An answer to an earlier message
 * stays, though it came later.
 */
export function supersededBy(message: EntryOutline, since: readonly EntryOutline[]): EntryOutline[] {
  const known = new Set(since.map(({ id }) => id));
  return since.filter(
    ({ id, replyTo, status }) =>
      id !== message.id && status !== 'superseded' && (replyTo === undefined || known.has(replyTo)),
  );
}

/** The version that the next answer to `message` gets. */
const nextVersion = (message: EntryOutline, since: readonly EntryOutline[]): number =>
  1 + Math.max(0, ...since.map(({ replyTo, version = 1 }) => (replyTo === message.id ? version : 0)));

/** The frames that carry the change's revs; too many to tell of each become one word to ask for them. */
function told(edited: Entry, marks: readonly Superseded[], superseded: readonly Entry[] = []): ServerFrame[] {
  const byId = new Map(superseded.map((entry) => [entry.id, entry]));
  const gone = marks.flatMap(({ id, rev }) => {
    const entry = byId.get(id);
    return entry ? [messageFrame('message.updated', { ...entry, status: 'superseded', rev })] : [];
  });
  if (gone.length < marks.length) return [{ type: 'resync', sessionId: edited.sessionId }];
  return [messageFrame('message.updated', edited), ...gone];
}

/**
 * The user changes what they said, and goes on from there: what came behind it is superseded, each entry by a change of
 * its own, and the message is answered anew. `editing`: `undefined` when there is no such entry.
 */
export function editMessage(
  session: SessionState,
  { id: commandId, text }: ClientFrameOf<'message.edit'>,
  editing: Editing | undefined,
  at: number,
): Change {
  const conflict = answerAgainConflict(session);
  if (conflict) return refuse(session, commandId, conflict);
  if (editing?.message.sender !== 'user') {
    const words = 'messageId: there is no such message of yours in this session.';
    return refuse(session, commandId, new ParleyError('not_found', 'message', words));
  }
  const { message, since, superseded } = editing;
  if (message.status === 'superseded') {
    const words = 'messageId: this message no longer counts.';
    return refuse(session, commandId, new ParleyError('conflict', 'already_ended', words));
  }
  const edited: Entry = { ...message, text: cleanText(text), editedAt: at, rev: session.rev + 1 };
  const gone = supersededBy(message, since);
  const marks = gone.map(({ id }, place) => ({ id, rev: edited.rev + 1 + place }));
  const next: SessionState = {
    ...remember(active(forgetSummary(session, message.seq), at), commandId),
    rev: edited.rev + marks.length,
    messageCount: session.messageCount - gone.filter(({ sender }) => sender !== 'system').length,
    waiting: [{ messageId: message.id, acceptedAt: at, version: nextVersion(message, since) }],
  };
  return {
    session: next,
    entries: [edited],
    superseded: marks,
    frames: [...told(edited, marks, superseded), sessionUpdated(next, true)],
    outcome: { ok: true, messageId: message.id },
  };
}

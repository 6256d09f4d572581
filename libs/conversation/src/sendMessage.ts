import { cleanText, type ClientFrameOf, type ServerFrame, type User } from '@parley/protocol';
import { remember, type Change } from './change.ts';
import { nameFrom } from './nameFrom.ts';
import { active } from './sessionLife.ts';
import type { Entry, SessionState } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/** A user says something. Never refused: whatever can be wrong with it was checked before it was acked. */
export function sendMessage(
  session: SessionState,
  sent: ClientFrameOf<'message.send'>,
  user: User,
  at: number,
): Change {
  const text = cleanText(sent.text ?? '');
  const entry: Entry = {
    id: sent.id,
    sessionId: session.id,
    seq: session.seq + 1,
    rev: session.rev + 1,
    sender: 'user',
    ...(user.name !== undefined && { senderName: user.name }),
    kind: 'text',
    text,
    attachments: [],
    status: 'complete',
    createdAt: at,
  };
  const named = session.namedBy === 'nobody' && text.trim() !== '';
  const next: SessionState = {
    ...remember(active(session, at), sent.id),
    rev: entry.rev,
    seq: entry.seq,
    messageCount: session.messageCount + 1,
    ...(named && { name: nameFrom(text), namedBy: 'message' as const }),
    ...(session.handling !== 'human' && {
      waiting: [...session.waiting, { messageId: sent.id, acceptedAt: at }],
    }),
  };
  const frames: ServerFrame[] = [messageFrame('message.created', entry), sessionUpdated(next, true)];
  return { session: next, entries: [entry], frames, outcome: { ok: true, messageId: sent.id } };
}

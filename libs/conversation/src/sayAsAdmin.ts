import {
  isAdmin,
  cleanText,
  ParleyError,
  type ClientFrameOf,
  type ServerFrame,
  type User,
} from '@parley/protocol';
import { refuse, remember, type Change } from './change.ts';
import { isHeldBy } from './hold.ts';
import { adminOf, roleRequired } from './roles.ts';
import type { Entry, SessionState } from './state.ts';
import { messageFrame, sessionUpdated } from './toWire.ts';

/** The admin who holds somebody's session says something in it. That is activity, but makes no session the active one. */
export function sayAsAdmin(
  session: SessionState,
  sent: ClientFrameOf<'message.send'>,
  user: User,
  at: number,
): Change {
  if (!isAdmin(user)) return refuse(session, sent.id, roleRequired('admin'));
  if (!isHeldBy(session, user.id)) {
    const words = 'sessionId: take this session over before you write in it.';
    return refuse(session, sent.id, new ParleyError('conflict', 'not_holder', words));
  }
  const entry: Entry = {
    id: sent.id,
    sessionId: session.id,
    seq: session.seq + 1,
    rev: session.rev + 1,
    sender: 'admin',
    senderName: adminOf(user).name,
    kind: 'text',
    text: cleanText(sent.text ?? ''),
    attachments: [],
    status: 'complete',
    createdAt: at,
  };
  const next: SessionState = {
    ...remember(session, sent.id),
    rev: entry.rev,
    seq: entry.seq,
    messageCount: session.messageCount + 1,
    lastActivityAt: Math.max(session.lastActivityAt, at),
  };
  const frames: ServerFrame[] = [messageFrame('message.created', entry), sessionUpdated(next, true)];
  return { session: next, entries: [entry], frames, outcome: { ok: true, messageId: sent.id } };
}

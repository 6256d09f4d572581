import { randomUUID } from 'node:crypto';
import { userKey, type OutHeaders } from '@parley/bus';
import type { Message, ServerFrame, Session, User } from '@parley/protocol';

const AT = '2026-01-01T00:00:00.000Z';
const NO_USAGE = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };

/** A session as the worker of these tests keeps it. */
export interface Kept {
  readonly userId: string;
  rev: number;
  fence: number;
  holder: User | undefined;
  readonly messages: Message[];
}

export const newSession = (userId: string): Kept => ({
  userId,
  rev: 0,
  fence: 0,
  holder: undefined,
  messages: [],
});

/** What goes beside the frames of a session. */
export const headersOf = ({ fence, holder }: Kept): Required<Pick<OutHeaders, 'fence' | 'holder'>> => ({
  fence,
  holder: holder ? userKey(holder.id) : 'nobody',
});

export const messageOf = (
  sessionId: string,
  rev: number,
  more: Pick<Message, 'id' | 'sender' | 'text'>,
): Message => ({
  ...more,
  sessionId,
  seq: rev,
  rev,
  kind: 'text',
  attachments: [],
  status: 'complete',
  createdAt: AT,
});

export const sessionOf = (id: string, { userId, rev, messages, holder }: Kept): Session => ({
  id,
  rev,
  userId,
  name: 'A session',
  model: 'demo',
  state: 'active',
  handling: holder ? 'human' : 'ai',
  ...(holder ? { admin: { id: holder.id, name: holder.id } } : {}),
  adminAssisted: false,
  archived: false,
  createdAt: AT,
  lastActivityAt: AT,
  durationMs: 0,
  messageCount: messages.length,
  usage: NO_USAGE,
  responseTimes: { maxMs: 0, avgMs: 0, count: 0 },
});

/** A piece of an answer, to be told apart by its offset. */
export const delta = (sessionId: string, offset: number, text = 'x'): ServerFrame => ({
  type: 'message.delta',
  sessionId,
  messageId: randomUUID(),
  attempt: 1,
  offset,
  text,
});

/** A note of an admin. */
export const note = (sessionId: string, text: string): ServerFrame => ({
  type: 'note.created',
  sessionId,
  note: {
    id: randomUUID(),
    sessionId,
    author: { id: 'ada', name: 'Ada' },
    text,
    forAssistant: false,
    createdAt: AT,
  },
});

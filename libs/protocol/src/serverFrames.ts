import { z } from 'zod';
import { WireError } from './errors.ts';
import { File } from './file.ts';
import { ModelId, Rev, Timestamp, Uuid } from './ids.ts';
import { Message } from './message.ts';
import { Model } from './model.ts';
import { Note } from './note.ts';
import { Session } from './session.ts';
import { Admin, User } from './user.ts';

const frame = <T extends string, S extends z.ZodRawShape>(type: T, shape: S, meaning: string) =>
  z.object({ type: z.literal(type), ...shape }).describe(meaning);
/** Frames of a session; those that tell of something stored carry its `rev`. */
const sessionFrame = <T extends string, S extends z.ZodRawShape>(type: T, shape: S, meaning: string) =>
  frame(type, { sessionId: Uuid, rev: Rev.optional(), ...shape }, meaning);

/** A rate as `n` per `perMs` milliseconds. */
export const Rate = z.object({ n: z.int(), perMs: z.int() });
export const Limits = z.object({
  maxText: z.int().describe('UTF-16 units'),
  maxFrame: z.int().describe('bytes'),
  maxAttachments: z.int(),
  maxUpload: z.int().describe('bytes'),
  messages: Rate,
  connections: Rate,
});
export type Limits = z.infer<typeof Limits>;

/** An answer that is being written, as far as it is known. */
export const Streaming = z.object({
  messageId: Uuid,
  attempt: z.int().min(1),
  text: z.string(),
  reasoning: z.string().optional(),
});
export type Streaming = z.infer<typeof Streaming>;

/** Every frame that the server may send. */
export const ServerFrame = z.discriminatedUnion('type', [
  frame(
    'welcome',
    {
      connectionId: Uuid,
      user: User,
      models: z.array(Model),
      limits: Limits,
      heartbeatMs: z.int().min(1),
      serverTime: Timestamp,
    },
    'The first frame of a connection.',
  ),
  frame(
    'ack',
    {
      ref: Uuid,
      sessionId: Uuid.optional(),
      messageId: Uuid.optional(),
      model: ModelId.optional(),
      text: z.string().optional().describe('of `admin.suggest`: the draft'),
    },
    'The frame `ref` was taken.',
  ),
  frame(
    'error',
    { ref: Uuid.optional(), error: WireError },
    'The frame `ref`, or the connection, was refused.',
  ),
  sessionFrame(
    'session.opened',
    {
      ref: Uuid,
      session: Session,
      messages: z.array(Message),
      hasMore: z.boolean(),
      streaming: Streaming.optional(),
    },
    'With `afterRev`: entries changed since, by `rev`. Without: the newest 50, by `seq`.',
  ),
  sessionFrame('session.updated', { session: Session }, 'Name, model, state or counters changed.'),
  sessionFrame('session.deactivated', {}, 'The user opened another session elsewhere.'),
  sessionFrame(
    'session.ended',
    { reason: z.enum(['continuity', 'deleted', 'retention']) },
    'The session is over; the socket stays open.',
  ),
  sessionFrame('message.created', { message: Message }, 'A new entry.'),
  sessionFrame(
    'message.delta',
    {
      messageId: Uuid,
      attempt: z.int().min(1),
      offset: z.int().min(0).describe('UTF-16 units'),
      text: z.string(),
    },
    'More of an answer; an empty one says that it is still being written.',
  ),
  sessionFrame(
    'message.reasoning',
    {
      messageId: Uuid,
      attempt: z.int().min(1),
      offset: z.int().min(0).describe('UTF-16 units, in the reasoning'),
      text: z.string(),
    },
    'More of what the model thinks before it writes; shown folded, no part of the answer.',
  ),
  sessionFrame(
    'message.waiting',
    {
      messageId: Uuid,
      attempt: z.int().min(1),
      reason: z.enum(['busy', 'retry']).describe('`busy`: as many calls run as may; `retry`: one failed'),
      retryInMs: z.int().min(0).optional(),
    },
    'The answer waits for its model, until more of its text or of its thoughts comes; a delta without text doesn’t end that.',
  ),
  sessionFrame(
    'message.reset',
    { messageId: Uuid, attempt: z.int().min(1) },
    'Drop the partial text: the answer starts again.',
  ),
  sessionFrame('message.ended', { message: Message }, 'An answer is over; `message` is the whole of it.'),
  sessionFrame('message.updated', { message: Message }, 'An entry changed.'),
  sessionFrame(
    'takeover.started',
    { admin: Admin },
    'A human has the session; before it, an answer whose new version had not begun is told to count again.',
  ),
  sessionFrame('takeover.ended', { admin: Admin }, 'The assistant has it again.'),
  sessionFrame(
    'help.updated',
    {
      state: z.enum(['none', 'requested', 'acknowledged', 'taken']),
      position: z.int().min(1).optional().describe('place in the queue'),
      waitMs: z.int().min(0).optional().describe('how long people waited lately'),
      opensAt: Timestamp.optional().describe('nobody is here until then'),
    },
    'How the call for a human stands.',
  ),
  sessionFrame('note.created', { note: Note }, 'To admins who watch: an internal note.'),
  sessionFrame('file.updated', { file: File }, 'A file changed its state.'),
  sessionFrame(
    'typing',
    { sender: z.enum(['user', 'admin']), active: z.boolean() },
    'The other side is typing.',
  ),
  sessionFrame('resync', {}, 'Frames may have been missed: open again with the last `rev`.'),
  frame('models.updated', { models: z.array(Model) }, 'What can be chosen has changed.'),
  frame('pong', { ref: Uuid }, 'Answers `ping`.'),
  frame('goaway', { reconnectInMs: z.int().min(0) }, 'The server is draining; close code 1012 follows.'),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
export type ServerFrameType = ServerFrame['type'];
/** The server frame of one type. */
export type ServerFrameOf<T extends ServerFrameType> = Extract<ServerFrame, { type: T }>;

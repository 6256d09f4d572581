import { z } from 'zod';
import { CommandFrame, SessionOpen } from './clientFrames.ts';
import { WireError } from './errors.ts';
import { Uuid } from './ids.ts';
import { User } from './user.ts';

/** Milliseconds since 1970, UTC. */
const Millis = z.int().min(0);

/** What the gateway puts into the queue: a client's frame, with who sent it and when it was accepted. */
export const Command = z.object({
  frame: CommandFrame,
  user: User,
  acceptedAt: Millis,
  replyTo: z.string().optional().describe('subject for the outcome; a user’s `message.send` has none'),
});
export type Command = z.infer<typeof Command>;

/** "Answer the oldest unanswered message of this session." */
export const Turn = z.object({
  sessionId: Uuid,
  messageId: Uuid.describe('the user’s message that it was queued for'),
});
export type Turn = z.infer<typeof Turn>;

/** Request of `rpc.session.open`; answered by the bytes of a `session.opened` or `error` frame. */
export const OpenRequest = z.object({ frame: SessionOpen, user: User, at: Millis });
export type OpenRequest = z.infer<typeof OpenRequest>;

/** Answer of `rpc.turn.<messageId>`: what the writer has sent so far. */
export const TurnSnapshot = z.object({ attempt: z.int().min(1), text: z.string() });
export type TurnSnapshot = z.infer<typeof TurnSnapshot>;

/** Answer of `stop.<messageId>`: the writer has stopped, and sends no more of it. */
export const Stopped = z.object({ attempt: z.int().min(1) });
export type Stopped = z.infer<typeof Stopped>;

/** What became of a command, as it is kept and told again. */
export const Outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), messageId: Uuid.optional() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** Header names of messages on the bus. */
export const HEADER = {
  /** The session that an `rpc.session.open` was answered for. */
  session: 'Parley-Session',
  /** The fence under which a frame was written. */
  fence: 'Parley-Fence',
  /** W3C trace context. */
  trace: 'traceparent',
} as const;

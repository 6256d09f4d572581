import { z } from 'zod';
import { CommandFrame, SessionOpen } from './clientFrames.ts';
import { WireError } from './errors.ts';
import { Address, ModelId, SessionName, UserId, Uuid } from './ids.ts';
import { RoleLoss } from './roleLoss.ts';
import { Session } from './session.ts';
import { User } from './user.ts';

/** Milliseconds since 1970, UTC. */
const Millis = z.int().min(0);

/** Who asks. What is left out isn't known: services have no token and no address. */
const asker = {
  user: User,
  issuedAt: z
    .number()
    .min(0)
    .optional()
    .describe('when their token was issued, in ms since 1970; none counts as 0'),
  from: Address.optional().describe('the address that they ask from, for the audit log'),
};

const serviceCommand = <T extends string, S extends z.ZodRawShape>(type: T, shape: S, meaning: string) =>
  z.object({ type: z.literal(type), id: Uuid, sessionId: Uuid, ...shape }).describe(meaning);

/** Commands that services send, and no client: they take their place among a session's frames in the same queue. */
export const ServiceCommand = z.discriminatedUnion('type', [
  serviceCommand(
    'session.rename',
    { name: SessionName },
    'Its user gives it a name, which no other replaces.',
  ),
  serviceCommand(
    'session.archive',
    { archived: z.boolean() },
    'Its user puts it away, or takes it out again.',
  ),
  serviceCommand(
    'session.delete',
    { reason: z.enum(['deleted', 'retention']) },
    'It is deleted, with all that was said in it.',
  ),
  serviceCommand(
    'hold.expire',
    {
      admin: UserId,
      fence: z.int().min(0),
      lost: z.boolean().optional().describe('its admin is none any more: it ends, renewed or not'),
    },
    'The hold of this fence ran out, unless it was renewed meanwhile.',
  ),
  serviceCommand('session.left', {}, 'A gateway closed the last socket of its user that had it open.'),
]);
export type ServiceCommand = z.infer<typeof ServiceCommand>;

/** What is put into the queue: a frame, with who sent it, from where, and when it was accepted. */
export const Command = z.object({
  frame: z.discriminatedUnion('type', [...CommandFrame.options, ...ServiceCommand.options]),
  ...asker,
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
export const OpenRequest = z.object({ frame: SessionOpen, ...asker, at: Millis });
export type OpenRequest = z.infer<typeof OpenRequest>;

/** Request of `rpc.session.watch`, answered by nothing, and of `rpc.session.suggest`, by a draft; or an error. */
export const WatchRequest = z.object({ sessionId: Uuid, ...asker, at: Millis });
export type WatchRequest = z.infer<typeof WatchRequest>;

/** Answer of `rpc.user.admins`: the ids of all who were seen as admins, 1,000 at most. */
export const AdminsAnswer = z.object({ ids: z.array(UserId) });
export type AdminsAnswer = z.infer<typeof AdminsAnswer>;

/**
 * Request of `rpc.user.roles`: which roles a token gives now, of somebody who is an admin by this token or was one by
 * another; with `lost`, after keeping what it took from them.
 */
export const RolesRequest = z.object({ ...asker, lost: RoleLoss.optional(), at: Millis });
export type RolesRequest = z.infer<typeof RolesRequest>;

/** Answer of `rpc.user.roles`. */
export const RolesAnswer = z.object({ loss: RoleLoss.optional() });
export type RolesAnswer = z.infer<typeof RolesAnswer>;

/** `fleet.roles`: somebody lost a role. */
export const FleetRoles = RoleLoss.extend({ userId: UserId });
export type FleetRoles = z.infer<typeof FleetRoles>;

/** Answer of `rpc.session.suggest`: what an admin could say next. */
export const Draft = z.object({ text: z.string() });
export type Draft = z.infer<typeof Draft>;

/** `fleet.session`: a session as it is after a change, or that it is gone. */
export const FleetSession = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), session: Session }),
  z.object({ kind: z.literal('removed'), sessionId: Uuid }),
]);
export type FleetSession = z.infer<typeof FleetSession>;

/** `fleet.presence`: what a gateway holds; each says so every few seconds. */
export const FleetPresence = z.object({
  gateway: Uuid,
  connections: z.int().min(0),
  admins: z.int().min(0),
});
export type FleetPresence = z.infer<typeof FleetPresence>;

/** `fleet.errors`: how many errors a process logged since it last said so; each says so every few seconds. */
export const FleetErrors = z.object({ service: z.string().min(1).max(100), errors: z.int().min(1) });
export type FleetErrors = z.infer<typeof FleetErrors>;

/** `fleet.models`: which models a worker can call; each says so every few seconds, on a change, and when asked. */
export const FleetModels = z.object({
  worker: Uuid,
  models: z.array(
    z.object({
      id: ModelId,
      available: z.boolean(),
      reason: z.string().max(300).optional().describe('why not, for admins: a key that is missing, say'),
    }),
  ),
});
export type FleetModels = z.infer<typeof FleetModels>;

/** Answer of `rpc.turn.<messageId>`: what the writer has sent so far. */
export const TurnSnapshot = z.object({
  attempt: z.int().min(1),
  text: z.string(),
  reasoning: z.string().optional(),
});
export type TurnSnapshot = z.infer<typeof TurnSnapshot>;

/** Answer of `stop.<messageId>`: the writer has stopped. What it has sent is all that will be sent of it. */
export const Stopped = TurnSnapshot.extend({
  model: ModelId.optional().describe('who wrote it in place of the chosen model'),
});
export type Stopped = z.infer<typeof Stopped>;

/** What became of a command, as it is kept and told again. */
export const Outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), messageId: Uuid.optional() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** Header names of messages on the bus. */
export const HEADER = {
  /** The session that a reply of `rpc.session.open`, or a frame to a user's sockets, is about. */
  session: 'Parley-Session',
  /** On `out.<sessionId>`, without a payload: the key of a user; gateways on which that user has the session open answer. */
  probe: 'Parley-Probe',
  /** Beside a session's frames: the key of the admin who holds it, or `nobody`. */
  holder: 'Parley-Holder',
  /** On a reply of `rpc.session.open`: the session is not the asker's own. */
  foreign: 'Parley-Foreign',
  /** On `out.<sessionId>`: the key of a user whose sockets aren't sent it, since it tells what they do themselves. */
  except: 'Parley-Except',
  /** On `out.<sessionId>`: the session is gone, and no frame of it follows. */
  gone: 'Parley-Gone',
  /** The fence under which a frame was written. */
  fence: 'Parley-Fence',
  /** W3C trace context. */
  trace: 'traceparent',
} as const;

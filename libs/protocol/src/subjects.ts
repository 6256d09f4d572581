import { Uuid } from './ids.ts';
import type { NotificationKind } from './notification.ts';
import { partitionOf } from './partition.ts';

/** A user id made safe for a subject: the first 32 hex digits of its SHA-256. */
export type UserKey = string & { readonly __userKey: true };

const id = (value: string): string => Uuid.parse(value);
const key = (value: UserKey): string => {
  if (!/^[0-9a-f]{32}$/.test(value)) throw new TypeError('user key: must be 32 hex digits');
  return value;
};

/**
 * Makes every subject there is. Only checked UUIDs and hashes go into one, so that no user can name themselves `*` and
 * hear everybody.
 */
export const subjects = {
  /** Commands of a session (stream `CHAT`). */
  command: (sessionId: string): string => `chat.${partitionOf(sessionId)}.${id(sessionId)}`,
  /** All commands of a partition: filter of its consumer. */
  commandsOf: (partition: number): string => `chat.${partition}.*`,
  /** Answers to write (stream `TURNS`). */
  turn: (sessionId: string): string => `turn.${id(sessionId)}`,
  /** Frames to the sockets of a session. */
  out: (sessionId: string): string => `out.${id(sessionId)}`,
  /** Frames to the admins who watch a session. */
  note: (sessionId: string): string => `note.${id(sessionId)}`,
  /** Frames to all sockets of a user. */
  user: (userKey: UserKey): string => `user.${key(userKey)}`,
  /** Request: open a session. */
  sessionOpen: 'rpc.session.open',
  /** Request: whether an admin may watch this session, which is put into the audit log. */
  sessionWatch: 'rpc.session.watch',
  /** Request: a draft of a reply, for an admin. */
  sessionSuggest: 'rpc.session.suggest',
  /** Request: whose tokens are to be looked at, since they were seen as admins. */
  userAdmins: 'rpc.user.admins',
  /** Request: which roles somebody's token gives now. */
  userRoles: 'rpc.user.roles',
  /** What people are notified of (stream `NOTIFY`). */
  notify: (kind: NotificationKind): string => `notify.${kind}`,
  /** Request: the text so far, of the worker that writes this answer. */
  turnSnapshot: (messageId: string): string => `rpc.turn.${id(messageId)}`,
  /** Request: stop writing this answer. */
  stop: (messageId: string): string => `stop.${id(messageId)}`,
  /** What changed in the fleet, for the admin console. */
  fleet: (kind: 'presence' | 'session' | 'errors' | 'models' | 'roles'): string => `fleet.${kind}`,
  /** Asks every worker to say on `fleet.models` what it can call. */
  fleetModelsAsked: 'fleet.models.asked',
} as const;

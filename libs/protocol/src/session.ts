import { z } from 'zod';
import { ModelId, Rev, Timestamp, UserId, Uuid } from './ids.ts';
import { Usage } from './message.ts';
import { Admin } from './user.ts';

/** A call for a human that nobody has answered by taking the session over. */
export const Help = z.object({
  state: z.enum(['requested', 'acknowledged']).describe('`acknowledged`: an admin is on it'),
  requestedAt: Timestamp,
  reason: z.string().optional().describe('as its user gave it'),
  by: z.enum(['user', 'assistant']).describe('`assistant`: a rule of the operator’s called'),
  acknowledgedBy: Admin.optional(),
});
export type Help = z.infer<typeof Help>;

/** A conversation as its user and admins see it. */
export const Session = z.object({
  id: Uuid,
  rev: Rev,
  userId: UserId,
  name: z.string(),
  model: ModelId,
  state: z.enum(['active', 'idle', 'ended']).describe('`idle`: the user opened another session'),
  handling: z.enum(['ai', 'requested', 'human']),
  help: Help.optional(),
  admin: Admin.optional(),
  adminAssisted: z.boolean(),
  archived: z.boolean().describe('put away by its user: not in the list unless asked for'),
  createdAt: Timestamp,
  lastActivityAt: Timestamp,
  endedAt: Timestamp.optional(),
  durationMs: z.int().min(0).describe('(`endedAt` or `lastActivityAt`) − `createdAt`'),
  messageCount: z.int().min(0).describe('entries of user, assistant and admin that are not superseded'),
  usage: Usage,
  responseTimes: z
    .object({ maxMs: z.int().min(0), avgMs: z.number().min(0), count: z.int().min(0) })
    .describe('over `responseMs` of the answers'),
});
export type Session = z.infer<typeof Session>;

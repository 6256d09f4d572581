import { z } from 'zod';
import { UserId, Uuid } from './ids.ts';

/** What people are notified of; `reply`: a user who left an address and went, of an answer by a person. */
export const NotificationKind = z.enum(['help', 'critical', 'alert', 'reply']);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** The ways to reach people; `all`: every one that is configured. */
export const NotifyBy = z.enum(['email', 'sms', 'all']);
export type NotifyBy = z.infer<typeof NotifyBy>;

/**
 * Something that people must hear of, as it is put into the stream `NOTIFY`. Holds nothing that was said in a
 * conversation: `reason` is what its user gave as the reason of a call for help, `details` are figures and ids.
 */
export const Notification = z.object({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w.:-]+$/)
    .describe('of the event: what comes again under the same id is the same event'),
  kind: NotificationKind,
  by: NotifyBy,
  at: z.int().min(0).describe('when it happened, in milliseconds since 1970'),
  title: z.string().max(200).describe('what happened, in a line'),
  to: z.email().max(254).optional().describe('the one address that it is for, instead of the team’s'),
  userId: UserId.optional(),
  sessionId: Uuid.optional(),
  reason: z.string().optional(),
  round: z.int().min(1).optional().describe('of the escalation of a call for help'),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Notification = z.infer<typeof Notification>;

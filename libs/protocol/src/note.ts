import { z } from 'zod';
import { Timestamp, Uuid } from './ids.ts';
import { Admin } from './user.ts';

/** An internal note: it stands beside the timeline, without `seq` and `rev`, and is seen by admins alone. */
export const Note = z.object({
  id: Uuid,
  sessionId: Uuid,
  author: Admin,
  text: z.string(),
  forAssistant: z.boolean().describe('true: the model reads it as guidance'),
  createdAt: Timestamp,
});
export type Note = z.infer<typeof Note>;

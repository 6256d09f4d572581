import { z } from 'zod';
import { Timestamp, Uuid } from './ids.ts';

/** An uploaded or made file. */
export const File = z.object({
  id: Uuid,
  sessionId: Uuid,
  name: z.string(),
  mime: z.string(),
  size: z.int().min(0).describe('bytes'),
  sha256: z.string(),
  state: z.enum(['uploading', 'scanning', 'ready', 'rejected', 'deleted']),
  reason: z.string().optional(),
  createdAt: Timestamp,
  url: z.string().optional(),
});
export type File = z.infer<typeof File>;

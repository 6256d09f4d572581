import { z } from 'zod';
import { UserId } from './ids.ts';

/** Who is at the other end of a connection, as the token says it. */
export const User = z.object({
  id: UserId,
  name: z.string().optional(),
  roles: z.array(z.string()),
});
export type User = z.infer<typeof User>;

/** The admin who holds a session. */
export const Admin = z.object({ id: UserId, name: z.string() });
export type Admin = z.infer<typeof Admin>;

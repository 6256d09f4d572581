import { createTokenSigner, type TokenRules } from '@parley/auth';
import type { HttpApp } from '@parley/http';
import { Timestamp, UserId } from '@parley/protocol';
import { z } from 'zod';

const MAX_NAME = 200;
const MAX_ROLES = 20;

const Ask = z.object({
  userId: UserId,
  name: z
    .string()
    .min(1, 'must not be empty')
    .max(MAX_NAME, `must be at most ${MAX_NAME} characters`)
    .optional(),
  roles: z
    .array(z.string().min(1).max(100))
    .max(MAX_ROLES, `must be at most ${MAX_ROLES} roles`)
    .default(['user']),
});
const Grant = z.object({ token: z.string(), expiresAt: Timestamp });

/** `POST /api/auth/dev`: a token for whoever one says to be. To be added only where that is wanted. */
export function addDevAuthRoute(http: HttpApp, rules: TokenRules): void {
  const sign = createTokenSigner(rules);
  http.post(
    '/api/auth/dev',
    {
      schema: {
        summary: 'A token for any user, for trying out (AUTH_MODE=dev)',
        body: Ask,
        response: { 200: Grant },
      },
    },
    ({ body: { userId, name, roles } }) => {
      const { token, expiresAt } = sign({ id: userId, roles, ...(name === undefined ? {} : { name }) });
      return { token, expiresAt: new Date(expiresAt).toISOString() };
    },
  );
}

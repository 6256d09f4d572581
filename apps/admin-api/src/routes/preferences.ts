import { adminOf } from '@parley/conversation';
import type { HttpApp } from '@parley/http';
import { ParleyError } from '@parley/protocol';
import type { Preferences } from '@parley/store';
import { z } from 'zod';
import type { Backend } from './Backend.ts';

const Time = z.string().max(5).describe('such as 22:00');
const Wanted = z.object({
  channels: z
    .array(z.enum(['email', 'sms']))
    .max(2)
    .describe('the ways that are wanted, of those for which there is an address'),
  email: z.email('must be an email address').max(254).optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/u, 'must be a number such as +15550100')
    .optional(),
  quiet: z
    .object({ from: Time, to: Time, timeZone: z.string().max(64).describe('such as Europe/Berlin') })
    .optional()
    .describe('hours in which nothing comes; over midnight when `from` is later than `to`'),
  criticalInQuiet: z.boolean().default(false).describe('critical errors come all the same'),
});

const NONE: Preferences = { channels: [], criticalInQuiet: false };
const security = [{ bearer: [] }];

/** Without the fields that were left out. */
const given = ({ email, phone, quiet, ...plain }: z.infer<typeof Wanted>): Preferences => ({
  ...plain,
  ...(email !== undefined && { email }),
  ...(phone !== undefined && { phone }),
  ...(quiet && { quiet }),
});

/** `/admin/api/me/preferences`: how the asking admin wants to be notified. */
export function addPreferencesRoutes(http: HttpApp, { guard, store }: Backend): void {
  const onRequest = [...guard];
  http.get(
    '/admin/api/me/preferences',
    {
      onRequest,
      schema: { summary: 'How you want to be notified', security, response: { 200: Wanted } },
    },
    async ({ user }) => {
      const { channels, ...kept } = (await store.preferences.get(user.id)) ?? NONE;
      return { ...kept, channels: [...channels] };
    },
  );
  http.put(
    '/admin/api/me/preferences',
    {
      onRequest,
      schema: {
        summary: 'Say how you want to be notified, in place of what you said before',
        security,
        body: Wanted,
        response: { 200: Wanted },
      },
    },
    async ({ user, issuedAt, body }) => {
      // Only known admins are notified, and this one may have been removed since the guard saw them.
      await store.admins.seen({ ...adminOf(user), roles: user.roles, issuedAt });
      try {
        await store.preferences.set(user.id, given(body));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ParleyError('validation', 'invalid_field', `body.${error.message}.`);
      }
      return body;
    },
  );
}

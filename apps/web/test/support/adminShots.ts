import type { Message } from '@parley/protocol';
import { fillFleet } from './fillFleet.ts';
import type { Shot } from './takeShots.ts';
import type { Visit } from './visit.ts';

const at =
  (path: (here: Visit) => string, shown: string, then?: (here: Visit) => Promise<void>) =>
  async (here: Visit): Promise<void> => {
    fillFleet(here);
    await here.page.goto(`${here.origin}${path(here)}`);
    await here.page.getByText(shown).first().waitFor();
    await then?.(here);
  };
const session = ({ backend }: Visit): string => `/admin/s/${backend.conversation.sessionId}`;
const anna = (message: Partial<Message>): Partial<Message> => ({
  sender: 'admin',
  senderName: 'Anna',
  ...message,
});
const button = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true });

/** The console with everything in it. */
export const ADMIN_SHOTS: readonly Shot[] = [
  {
    name: 'admin-sign-in',
    options: { admin: null },
    async prepare({ page, origin }) {
      await page.goto(`${origin}/admin`);
      await page.getByText('Parley console').waitFor();
    },
  },
  {
    name: 'admin-refused',
    options: { admin: { userId: 'u', name: 'Mia', roles: ['user'] } },
    prepare: at(() => '/admin', 'This page is for the team'),
  },
  { name: 'admin-list', prepare: at(() => '/admin', 'Return of two shirts') },
  {
    name: 'admin-filter',
    prepare: at(
      () => '/admin',
      'Return of two shirts',
      async (here) => {
        await button(here, 'Filter').click();
        await here.page.getByLabel('Answered by').selectOption('requested');
        await here.page.getByText('Found').waitFor();
        await here.page.getByText('Return of two shirts').waitFor({ state: 'detached' });
        await here.page.getByText('Zahlung doppelt').waitFor();
      },
    ),
  },
  {
    name: 'admin-session',
    prepare: at(session, 'There is no link', async ({ page }) => {
      await page.getByRole('button', { name: 'Take over' }).waitFor();
    }),
  },
  {
    name: 'admin-calls',
    prepare: at(session, 'There is no link', async ({ page }) => {
      const facts = page.getByRole('button', { name: 'Facts' });
      if (await facts.isVisible()) await facts.click();
      await page.getByText('Calls of models (3)').click();
      await page.getByText('Failed: provider_error 503').waitFor();
    }),
  },
  {
    name: 'admin-reply',
    prepare: at(session, 'There is no link', async (here) => {
      const { conversation } = here.backend;
      await button(here, 'Take over').click();
      await here.page.getByText('You have this conversation').waitFor();
      conversation.said(crypto.randomUUID(), 'Hello, I have your order here.', anna({}));
      conversation.said(crypto.randomUUID(), 'Oh, good! When will it be here?');
      here.backend.tell({ type: 'typing', sessionId: conversation.sessionId, sender: 'user', active: true });
      await here.page.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('/');
      await here.page.getByRole('option').first().waitFor();
    }),
  },
  {
    name: 'admin-release',
    prepare: at(session, 'There is no link', async (here) => {
      await button(here, 'Take over').click();
      await button(here, 'Hand back…').click();
      await here.page.getByRole('dialog').waitFor();
      await button(here, 'To another admin instead').click();
    }),
  },
  {
    name: 'admin-canned',
    prepare: at(session, 'There is no link', async (here) => {
      await button(here, 'Take over').click();
      await button(here, 'Canned replies').click();
      await here.page.getByText('yours comes instead').waitFor();
    }),
  },
  {
    name: 'admin-canned-supervisor',
    options: { admin: { userId: 'anna', name: 'Anna', roles: ['user', 'admin', 'supervisor'] } },
    prepare: at(session, 'There is no link', async (here) => {
      const kept = [{ shortcut: 'hello', text: 'Hello from this browser' }];
      await here.page.evaluate(
        (replies) => localStorage.setItem('parley.admin.canned', JSON.stringify(replies)),
        kept,
      );
      await button(here, 'Take over').click();
      await button(here, 'Canned replies').click();
      await button(here, 'Bring over a reply of this browser').click();
      await here.page.getByLabel('Short-cut').last().fill('more');
      await button(here, 'Save').click();
      await here.page.getByText('stands here twice').waitFor();
    }),
  },
  {
    name: 'admin-canned-none',
    prepare: at(session, 'There is no link', async (here) => {
      here.backend.admin.replies = [];
      await button(here, 'Take over').click();
      await button(here, 'Canned replies').click();
      await button(here, 'Begin with three examples').waitFor();
    }),
  },
  {
    name: 'admin-facts',
    prepare: at(session, 'There is no link', async (here) => {
      const facts = button(here, 'Facts and notes');
      if (await facts.isVisible()) await facts.click();
      await here.page.getByText('Parcel is with the carrier').waitFor();
    }),
  },
  { name: 'admin-user', prepare: at(() => '/admin/u/mia%40example.org', 'Order 4711') },
  {
    name: 'admin-metrics',
    prepare: at(
      () => '/admin/metrics',
      'Typical answer',
      async ({ page }) => {
        await page.locator('canvas').waitFor();
      },
    ),
  },
  {
    name: 'admin-usage',
    prepare: at(
      () => '/admin/usage',
      'Usage',
      async ({ page }) => {
        await page.locator('canvas').waitFor();
      },
    ),
  },
  { name: 'admin-audit', prepare: at(() => '/admin/audit', '203.0.113.7') },
  { name: 'admin-queue', prepare: at(() => '/admin/queue', 'failed 5 times') },
  { name: 'admin-notifications', prepare: at(() => '/admin/notifications', 'Jolanda') },
  {
    name: 'admin-notifications-sure',
    options: { admin: { userId: 'anna', name: 'Anna', roles: ['user', 'admin', 'supervisor'] } },
    prepare: at(
      () => '/admin/notifications',
      'Jolanda',
      async (here) => {
        here.backend.admin.refusal = 'body.phone: must be a number such as +15550100';
        await here.page.getByLabel('By SMS').check();
        await here.page.getByLabel('Mobile number').fill('12');
        await button(here, 'Save').click();
        await here.page.getByText('Must be a number').waitFor();
        await button(here, 'Remove Jolanda van den Berg…').click();
        await button(here, 'Keep').waitFor();
      },
    ),
  },
];

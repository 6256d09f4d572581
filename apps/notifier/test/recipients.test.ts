import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { setStage, type Stage } from './support/setStage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const emptied = () =>
  eventually(
    'the queue is empty',
    async () => (await stage.bus.queueDepths()).find(({ stream }) => stream === 'NOTIFY')?.messages === 0,
    { timeoutMs: 20_000, everyMs: 100 },
  );
const mailsTo = (name: string): number =>
  stage.mail.arrived.filter(({ to }) => to === `${name}@example.com`).length;
const textsTo = (phone: string): number => stage.twilio.texted.filter(({ to }) => to === phone).length;

test('[P41] only who is known as an admin is told, as they want it, until they are removed', async () => {
  const { admins, preferences } = stage.store;
  const roles = { ann: ['user', 'admin'], sue: ['supervisor'], lou: ['user'], cat: ['Admin', 'admin '] };
  for (const [id, own] of Object.entries(roles)) await admins.seen({ id, name: id, roles: own });
  const want = (id: string): Promise<boolean> =>
    preferences.set(id, {
      channels: id === 'sue' ? ['email', 'sms'] : ['email'],
      email: `${id}@example.com`,
      phone: id === 'sue' ? '+15550122' : '+15550133',
      criticalInQuiet: true,
    });
  for (const id of [...Object.keys(roles), 'nil']) await want(id);
  // What takes too long would be sent again, and counted twice.
  await stage.notifier({ RATE_NOTIFICATIONS: '1000/1h', NOTIFY_TIMEOUT: '1m', ALERT_QUEUE_AGE: '1h' });
  await stage.notify();
  await emptied();
  expect(['team', 'ann', 'sue', 'lou', 'cat', 'nil'].map(mailsTo)).toEqual([1, 1, 1, 0, 0, 0]);
  expect(['+15550111', '+15550122', '+15550133'].map(textsTo)).toEqual([1, 1, 0]);

  await admins.lose('sue', { none: 1 });
  // What they wanted is still kept, as if they had said it meanwhile.
  await want('sue');
  await admins.seen({ id: 'ann', name: 'ann', roles: ['user'] });
  await eventually(
    'both hear nothing more',
    async () => {
      const [before, team] = [mailsTo('ann') + mailsTo('sue') + textsTo('+15550122'), mailsTo('team')];
      await stage.notify();
      await emptied();
      expect(mailsTo('team')).toBe(team + 1);
      return mailsTo('ann') + mailsTo('sue') + textsTo('+15550122') === before;
    },
    { timeoutMs: 20_000, everyMs: 300 },
  );
  await admins.seen({ id: 'sue', name: 'sue', roles: ['admin'], issuedAt: 2 });
  await eventually(
    'one who is seen again is told again',
    async () => {
      const before = mailsTo('sue');
      await stage.notify();
      await emptied();
      return mailsTo('sue') > before;
    },
    { timeoutMs: 20_000, everyMs: 300 },
  );
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { setStage, type Stage } from './support/setStage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const HOUR_MS = 3_600_000;
const QUICK = { NOTIFY_TIMEOUT: '2s', ALERT_QUEUE_AGE: '1h' };

const emptied = (timeoutMs: number) =>
  eventually(
    'the queue is empty',
    async () => (await stage.bus.queueDepths()).find(({ stream }) => stream === 'NOTIFY')?.messages === 0,
    { timeoutMs, everyMs: 200 },
  );

/** How many others a mail says it stands for. */
const moreOf = (text: string | undefined): number =>
  Number(/([\d,]+) more /u.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0);

/** Whether a mail is nothing but a sum. */
const isSum = (subject: string | undefined): boolean => / more .* since /u.test(subject ?? '');

describe('over the limit', () => {
  test('[P40] 10,000 critical errors, over two notifiers: the configured number of mails, and one true sum', async () => {
    // The mail server shares this process, which is busy: a mail that took too long would be sent again.
    const env = { ...QUICK, RATE_NOTIFICATIONS: '7/1h', NOTIFY_TIMEOUT: '2m' };
    await Promise.all([stage.notifier(env), stage.notifier(env)]);
    const began = Date.now();
    const one = (n: number) =>
      stage.notify({ kind: 'critical', by: 'email', id: `critical.${n}`, at: began + n, title: 'It broke' });
    for (let n = 0; n < 10_000; n += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, i) => one(n + i)));
    }
    await emptied(300_000);
    expect(stage.mail.arrived).toHaveLength(7);
    const told = stage.mail.arrived.map(({ mail }) => mail.messageId);
    expect(new Set(told).size).toBe(7);

    stage.later(HOUR_MS);
    const sum = await eventually('the sum', () => stage.mail.arrived[7], { timeoutMs: 30_000 });
    const before = stage.mail.arrived.slice(0, 7).reduce((all, { mail }) => all + moreOf(mail.text), 0);
    expect(sum.mail.subject).toMatch(/^Critical error: [\d,]+ more critical errors since /u);
    expect(7 + before + moreOf(sum.mail.text)).toBe(10_000);
    stage.later(HOUR_MS);
    // What comes then says nothing of what was summed up before.
    await one(10_000);
    const next = await eventually('the next', () => stage.mail.arrived[8]);
    expect(moreOf(next.mail.text)).toBe(0);
    expect(stage.mail.arrived).toHaveLength(9);
  }, 420_000);

  test('[P40] each kind and each recipient has a limit of its own, and the next one says what was held back', async () => {
    await stage.notifier({
      ...QUICK,
      RATE_NOTIFICATIONS: '2/1h',
      NOTIFY_EMAILS: 'a@example.com,b@example.com',
    });
    const at = Date.now();
    for (let n = 0; n < 5; n++) await stage.notify({ kind: 'help', by: 'email', at });
    for (let n = 0; n < 3; n++) await stage.notify({ kind: 'alert', by: 'all', at });
    await emptied(30_000);
    const count = (to: string, words: string) =>
      stage.mail.arrived.filter((one) => one.to === to && one.mail.subject?.startsWith(words)).length;
    for (const to of ['a@example.com', 'b@example.com']) {
      expect(count(to, 'Call for help')).toBe(2);
      expect(count(to, 'System alert')).toBe(2);
    }
    expect(stage.twilio.texted).toHaveLength(2);
    stage.later(HOUR_MS / 2 + 1000);
    // Those that came, and those that they say they stand for: whichever of them says it.
    const told = (to: string, words: string) =>
      count(to, words) +
      stage.mail.arrived
        .filter((one) => one.to === to && one.mail.subject?.startsWith(words))
        .reduce((all, { mail }) => all + moreOf(mail.text) - (isSum(mail.subject) ? 1 : 0), 0);
    await eventually('all are told, or counted', () =>
      ['a@example.com', 'b@example.com'].every(
        (to) => told(to, 'Call for help') === 5 && told(to, 'System alert') === 3,
      ),
    );
    await eventually(
      'by SMS, too',
      () => stage.twilio.texted.reduce((all, { body }) => all + moreOf(body), 2) === 3,
    );
  });

  test('[P40] what is held back in quiet hours is summed up after them; critical errors come if wanted', async () => {
    const now = new Date();
    const clock = (hours: number) => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
    const quiet = { from: clock(-1), to: clock(2), timeZone: 'UTC' };
    const channels = ['email' as const];
    for (const id of ['ann', 'bob']) await stage.store.admins.seen({ id, name: id, roles: ['admin'] });
    await stage.store.preferences.set('ann', {
      channels,
      email: 'ann@example.com',
      quiet,
      criticalInQuiet: true,
    });
    await stage.store.preferences.set('bob', {
      channels,
      email: 'bob@example.com',
      phone: '+15550177',
      quiet,
      criticalInQuiet: false,
    });
    await stage.notifier(QUICK);
    await stage.notify({ kind: 'help' });
    await stage.notify({ kind: 'critical' });
    await emptied(20_000);
    const to = (address: string) => stage.mail.arrived.filter((one) => one.to === address);
    expect(to('team@example.com')).toHaveLength(2);
    expect(to('ann@example.com').map(({ mail }) => mail.subject?.split(':')[0])).toEqual(['Critical error']);
    expect(to('bob@example.com')).toEqual([]);
    stage.later(2 * HOUR_MS);
    await eventually(
      'the sums',
      () => to('ann@example.com').length === 2 && to('bob@example.com').length === 2,
    );
    expect(to('ann@example.com').at(-1)?.mail.text).toContain('1 more call for help');
    // Bob has a number, but doesn't want to be told by SMS.
    expect(stage.twilio.texted.map((one) => one.to)).not.toContain('+15550177');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { SESSION, setStage, type Stage } from './support/setStage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const AT = Date.UTC(2026, 0, 5, 14, 2, 9);

describe('a notification', () => {
  test.each([
    ['help', 'Call for help', 'Reason'],
    ['critical', 'Critical error', 'Error'],
    ['alert', 'System alert', 'Error'],
  ] as const)(
    '[P39] [P41] %s goes by mail and by SMS, with all that is known of it',
    async (kind, words, name) => {
      await stage.notifier();
      const reason = 'It says <b>no</b>, twice';
      await stage.notify({
        kind,
        at: AT,
        userId: 'ann*@x "1"',
        sessionId: SESSION,
        reason,
        details: { depth: 7 },
      });
      const { mail, to, raw } = await eventually('a mail', () => stage.mail.arrived[0]);
      const sms = await eventually('an SMS', () => stage.twilio.texted[0]);
      expect(to).toBe('team@example.com');
      expect(mail.subject).toBe(`${words}: Somebody calls for a human`);
      expect(mail.from?.text).toBe('"Parley" <parley@example.com>');
      expect(raw).toContain('Auto-Submitted: auto-generated');
      expect(mail.messageId).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
      const link = `https://chat.example.com/admin/s/${SESSION}`;
      for (const text of [mail.text, sms.body]) {
        expect(text).toContain('ann*@x "1"');
        expect(text).toContain(SESSION);
        expect(text).toContain(`${name}:`);
        expect(text).toContain(reason);
        expect(text).toContain('Depth:');
        expect(text).toContain('2026-01-05 14:02:09 UTC');
        expect(text).toContain(link);
      }
      expect(mail.html).toContain('It says &lt;b&gt;no&lt;/b&gt;, twice');
      expect(mail.html).toContain(`href="${link}"`);
      expect(sms).toMatchObject({ to: '+15550111', from: '+15550100' });
    },
  );

  test('[P39] a reply goes to its user alone, with a link to the chat and nothing of the team’s', async () => {
    await stage.notifier();
    await stage.notify({
      kind: 'reply',
      by: 'email',
      to: 'uma@example.org',
      title: 'Ada answered you',
      userId: 'uma 4711',
      sessionId: SESSION,
    });
    const { mail, to } = await eventually('a mail', () => stage.mail.arrived[0]);
    expect(to).toBe('uma@example.org');
    expect(mail.subject).toBe('A reply to you: Ada answered you');
    for (const text of [mail.text, String(mail.html)]) {
      expect(text).toContain(`https://chat.example.com/c/${SESSION}`);
      expect(text).toContain('Open the chat');
      expect(text).not.toMatch(/uma 4711|console|admin/u);
    }
    expect([stage.mail.arrived.length, stage.twilio.texted.length]).toEqual([1, 0]);
  });

  test.each([
    ['email', 1, 0],
    ['sms', 0, 1],
  ] as const)('[P39] by %s goes nowhere else', async (by, mails, texts) => {
    await stage.notifier();
    await stage.notify({ by });
    await stage.notify({ by });
    await eventually('both', () => stage.mail.arrived.length + stage.twilio.texted.length === 2);
    expect([stage.mail.arrived.length, stage.twilio.texted.length]).toEqual([2 * mails, 2 * texts]);
  });

  test('[P39] goes once to each of all recipients, however many notifiers there are and however often it is told', async () => {
    const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
    await Promise.all(
      [1, 2, 3].map(() => stage.notifier({ NOTIFY_EMAILS: emails.join(), RATE_NOTIFICATIONS: '1000/1m' })),
    );
    for (let n = 0; n < 20; n++) await stage.notify({ by: 'email', id: `event.${n % 10}` });
    await eventually('all', () => stage.mail.arrived.length >= 30);
    await eventually(
      'the queue is empty',
      async () => (await stage.bus.queueDepths()).find(({ stream }) => stream === 'NOTIFY')?.messages === 0,
    );
    expect(stage.mail.arrived).toHaveLength(30);
    expect(new Set(stage.mail.arrived.map(({ mail }) => mail.messageId)).size).toBe(30);
  });
});

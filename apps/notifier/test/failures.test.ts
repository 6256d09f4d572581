import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { setStage, type Stage } from './support/setStage.ts';
import { startMailServer, type MailServer } from './support/startMailServer.ts';

let stage: Stage;
let others: MailServer[];

beforeEach(async () => {
  stage = await setStage();
  others = [];
});
afterEach(async () => {
  await stage.end();
  for (const other of others) await other.close();
});

const other = async (...options: Parameters<typeof startMailServer>): Promise<MailServer> => {
  const server = await startMailServer(...options);
  others.push(server);
  return server;
};

const letters = () => stage.bus.deadLetters.list();
const logged = (event: string) => stage.lines.filter((line) => line.includes(`"event":"${event}"`));
const QUICK = { NOTIFY_TIMEOUT: '500ms', NOTIFY_GIVE_UP: '3s' };

describe('a notification that can’t be sent', () => {
  test('[P41] waits while the mail server is down, and comes once when it is back; SMS aren’t held up', async () => {
    await stage.mail.close();
    await stage.notifier();
    await stage.notify();
    await eventually('the SMS', () => stage.twilio.texted.length === 1);
    await eventually('it was tried twice', () => logged('notification.failed').length >= 2);
    const back = await other({}, stage.mail.port);
    await eventually('the mail', () => back.arrived.length === 1, { timeoutMs: 15_000 });
    await eventually('it is done', async () => (await stage.bus.queueDepths())[2]?.messages === 0);
    expect([back.arrived.length, stage.twilio.texted.length]).toEqual([1, 1]);
    expect(await letters()).toEqual([]);
  });

  test('[P41] greylisted: comes once when the server takes it', async () => {
    stage.mail.refuse(451);
    await stage.notifier();
    await stage.notify({ by: 'email' });
    await eventually('it was refused', () => logged('notification.failed').length === 1);
    stage.mail.refuse(undefined);
    await eventually('the mail', () => stage.mail.arrived.length === 1, { timeoutMs: 10_000 });
    expect(await letters()).toEqual([]);
  });

  test('[P41] refused for good: a dead letter at once, of those whom it didn’t reach; queued again, they alone get it', async () => {
    stage.mail.refuse(550, (to) => to === 'gone@example.com');
    await stage.notifier({ NOTIFY_EMAILS: 'team@example.com,gone@example.com' });
    await stage.notify({ by: 'all', kind: 'critical' });
    const letter = await eventually('the letter', async () => (await letters())[0], { timeoutMs: 10_000 });
    expect(letter).toMatchObject({
      subject: 'notify.critical',
      reason: 'mail: EENVELOPE, the server said 550',
    });
    expect(stage.mail.arrived.map(({ to }) => to)).toEqual(['team@example.com']);
    expect((await stage.store.notified.dead(10)).map(({ reason }) => reason)).toEqual([letter.reason]);

    stage.mail.refuse(undefined);
    await stage.bus.deadLetters.retry(letter.seq);
    await eventually('the other mail', () => stage.mail.arrived.length === 2, { timeoutMs: 10_000 });
    expect(stage.mail.arrived[1]?.to).toBe('gone@example.com');
    expect(stage.twilio.texted).toHaveLength(1);
    expect(await stage.store.notified.dead(10)).toEqual([]);
  });

  test('[P41] Twilio refuses a number: a dead letter; it is busy: it comes later', async () => {
    stage.twilio.refuse(400, 21211);
    await stage.notifier();
    await stage.notify({ by: 'sms' });
    const letter = await eventually('the letter', async () => (await letters())[0]);
    expect(letter.reason).toBe('sms: Twilio answered 400, error 21211');
    stage.twilio.refuse(503);
    await stage.notify({ by: 'sms' });
    await eventually('it was refused', () => logged('notification.failed').length === 1);
    stage.twilio.refuse(undefined);
    await eventually('the SMS', () => stage.twilio.texted.length === 1, { timeoutMs: 10_000 });
    expect(await letters()).toHaveLength(1);
  });

  test('[P41] tried for as long as it may be, then given up, and counted', async () => {
    stage.mail.refuse(421);
    await stage.notifier(QUICK);
    await stage.notify({ by: 'email' });
    const letter = await eventually('the letter', async () => (await letters())[0], { timeoutMs: 15_000 });
    expect(letter.reason).toMatch(/^given up after \d tries: mail: /u);
    expect(logged('notification.dead')).toHaveLength(1);
  });

  test('[P41] a server that hangs costs its own bound and nobody else’s', async () => {
    stage.mail.slow(60_000);
    await stage.notifier(QUICK);
    const began = performance.now();
    await stage.notify({ by: 'email' });
    await stage.notify({ by: 'sms' });
    await eventually('the SMS', () => stage.twilio.texted.length === 1);
    await eventually('it is given up', async () => (await letters()).length === 1, { timeoutMs: 20_000 });
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(new Set(stage.mail.arrived.map(({ mail }) => mail.messageId)).size).toBe(1);
  });

  test.each([
    ['smtps', { secure: true }],
    ['smtp', { disabledCommands: [] }],
  ] as const)('[P41] %s with a certificate that is wrong: nothing is sent', async (scheme, options) => {
    const wrong = await other({ ...options, disabledCommands: [] });
    await stage.notifier({ ...QUICK, SMTP_URL: `${scheme}://127.0.0.1:${wrong.port}` });
    await stage.notify({ by: 'email' });
    await eventually('it is given up', async () => (await letters()).length === 1, { timeoutMs: 15_000 });
    expect(wrong.arrived).toEqual([]);
  });
});

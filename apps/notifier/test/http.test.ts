import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import twilio from 'twilio';
import { ACCOUNT, SESSION, setStage, type Stage } from './support/setStage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const CALLBACK = 'https://chat.example.com/callbacks/twilio';

describe('what Twilio tells', () => {
  const tell = (url: string, fields: Record<string, string>, signature?: string) =>
    fetch(`${url}/callbacks/twilio`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: {
        'x-twilio-signature':
          signature ?? twilio.getExpectedTwilioSignature(ACCOUNT.authToken, CALLBACK, fields),
      },
    });

  test('[P41] counts when it is signed and known: an SMS that wasn’t delivered is put down as dead', async () => {
    const url = await stage.serving({ TWILIO_CALLBACK_URL: CALLBACK });
    await stage.notify({ by: 'sms' });
    const sms = await eventually('the SMS', () => stage.twilio.texted[0]);
    expect(sms.statusCallback).toBe(CALLBACK);
    await eventually('it is put down', () => stage.store.notified.byRef(sms.sid));
    const fields = { MessageSid: sms.sid, MessageStatus: 'delivered' };
    expect((await tell(url, fields)).status).toBe(204);
    expect(await stage.store.notified.dead(10)).toEqual([]);

    const failed = { ...fields, MessageStatus: 'undelivered', ErrorCode: '30005' };
    expect((await tell(url, failed)).status).toBe(204);
    expect(await stage.store.notified.dead(10)).toMatchObject([
      { channel: 'sms', reason: 'sms: undelivered, Twilio’s error 30005' },
    ]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/notifications_total\{[^}]*outcome="undelivered"[^}]*\} 1/u);
  });

  test('[P41] is refused when it isn’t signed, wrongly signed, or about nothing that is known', async () => {
    const url = await stage.serving({ TWILIO_CALLBACK_URL: CALLBACK });
    const fields = { MessageSid: 'SM1', MessageStatus: 'failed' };
    const signed = (token: string, address: string, some: Record<string, string>) =>
      twilio.getExpectedTwilioSignature(token, address, some);
    for (const signature of [
      '',
      'x',
      signed('another token', CALLBACK, fields),
      signed(ACCOUNT.authToken, 'https://elsewhere.example.com/callbacks/twilio', fields),
      signed(ACCOUNT.authToken, CALLBACK, { ...fields, MessageSid: 'SM2' }),
      undefined,
    ]) {
      expect((await tell(url, fields, signature)).status).toBe(403);
    }
    expect((await tell(url, {})).status).toBe(403);
    for (const type of [undefined, 'application/json', 'text/xml']) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const body = type === undefined ? null : '{"';
      const answer = await fetch(`${url}/callbacks/twilio`, { method: 'POST', body, headers });
      expect(answer.status).toBe(403);
    }
  });

  test('[P41] is refused where no address was told to Twilio', async () => {
    const url = await stage.serving();
    const fields = { MessageSid: 'SM1', MessageStatus: 'failed' };
    expect((await tell(url, fields)).status).toBe(403);
  });
});

describe('the outbox', () => {
  const DEV = {
    AUTH_MODE: 'dev',
    SMTP_URL: '',
    TWILIO_ACCOUNT_SID: '',
    TWILIO_AUTH_TOKEN: '',
    TWILIO_FROM: '',
    NOTIFY_EMAILS: '',
    NOTIFY_PHONES: '',
  };
  const items = async (url: string) => {
    const response = await fetch(`${url}/outbox.json`);
    return ((await response.json()) as { items: Record<string, string>[] }).items;
  };

  test('[P39] shows mail and SMS of every kind, where nothing sends them; nothing on the page runs', async () => {
    const url = await stage.serving(DEV);
    expect(await (await fetch(`${url}/outbox`)).text()).toContain('Nothing yet.');
    const reason = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    for (const kind of ['help', 'critical', 'alert'] as const) {
      await stage.notify({ kind, reason, userId: 'ann', sessionId: SESSION });
    }
    await eventually('all of them', async () => (await items(url)).length === 6);
    const kept = await items(url);
    expect(kept.filter(({ channel }) => channel === 'email')).toHaveLength(3);
    for (const { text } of kept) expect(text).toContain(SESSION);
    const page = await fetch(`${url}/outbox`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html.match(/<article /gu)).toHaveLength(6);
    expect(html).not.toMatch(/<script|<img/iu);
    expect(html.match(/<iframe [^>]*sandbox /gu)).toHaveLength(3);
  });

  test('is not there without AUTH_MODE=dev, and what has no way is told of', async () => {
    const url = await stage.serving({ ...DEV, AUTH_MODE: 'jwt' });
    expect((await fetch(`${url}/outbox`)).status).toBe(404);
    expect((await fetch(`${url}/outbox.json`)).status).toBe(404);
    await stage.notify();
    await eventually('it is told', () =>
      stage.lines.some((line) => line.includes('"event":"notification.unaddressed"')),
    );
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});

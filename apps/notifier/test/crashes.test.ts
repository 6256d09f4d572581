import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { setStage, type Stage } from './support/setStage.ts';
import { startMailServer } from './support/startMailServer.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

const emptied = () =>
  eventually(
    'the queue is empty',
    async () => (await stage.bus.queueDepths()).find(({ stream }) => stream === 'NOTIFY')?.messages === 0,
    { timeoutMs: 60_000, everyMs: 100 },
  );

/** How often each mail came, by its Message-ID. */
function times(): number[] {
  const counts = new Map<string, number>();
  for (const { mail } of stage.mail.arrived) {
    const id = mail.messageId ?? 'none';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts.values()];
}

describe('a notifier that is killed', () => {
  test('[P40] [P41] in the middle of sending: each event comes once, at most once more under the same Message-ID', async () => {
    const env = { RATE_NOTIFICATIONS: '1000/1m', NOTIFY_EMAILS: 'a@example.com,b@example.com' };
    stage.mail.slow(150);
    let running = await Promise.all([stage.process(env), stage.process(env)]);
    const EVENTS = 40;
    for (let n = 0; n < EVENTS; n++) await stage.notify({ by: 'email' });
    for (const at of [8, 30]) {
      await eventually(`${at} mails`, () => stage.mail.arrived.length >= at, { timeoutMs: 30_000 });
      await Promise.all(running.map((child) => child.kill()));
      running = await Promise.all([stage.process(env), stage.process(env)]);
    }
    await emptied();
    const counts = times();
    expect(counts).toHaveLength(2 * EVENTS);
    // Two kills: at most two more of each.
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    expect(counts.filter((count) => count > 1).length).toBeLessThan(EVENTS);
  });

  test('[P41] once: at most once more, and what was held back isn’t lost or counted twice', async () => {
    const env = { RATE_NOTIFICATIONS: '2/4s' };
    stage.mail.slow(300);
    const first = await stage.process(env);
    const EVENTS = 30;
    for (let n = 0; n < EVENTS; n++) await stage.notify({ by: 'email', kind: 'critical' });
    await eventually('a mail', () => stage.mail.arrived.length > 0);
    await first.kill();
    await stage.process(env);
    await emptied();
    const told = (): number => {
      const byId = new Map(stage.mail.arrived.map(({ mail }) => [mail.messageId, mail]));
      return [...byId.values()].reduce((all, { subject = '', text = '' }) => {
        const more = Number(/([\d,]+) more /u.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
        return all + more + (/ more .* since /u.test(subject) ? 0 : 1);
      }, 0);
    };
    await eventually('all are told', () => told() === EVENTS, { timeoutMs: 30_000 });
    expect(Math.max(...times())).toBeLessThanOrEqual(2);
  });

  test('on SIGTERM it sends what it has in hand, and ends', async () => {
    stage.mail.slow(500);
    const child = await stage.process();
    await stage.notify({ by: 'email' });
    await eventually('it is being sent', () => stage.mail.arrived.length === 1);
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    const dead = await stage.store.notified.dead(10);
    expect(dead).toEqual([]);
    await stage.process();
    await emptied();
    expect(stage.mail.arrived).toHaveLength(1);
  });
});

describe('a certificate that is right', () => {
  test.each([
    ['smtps', true],
    ['smtp', false],
  ])('[P41] mail goes over TLS by %s', async (scheme, secure) => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ].concat([
        '-keyout',
        key,
        '-out',
        cert,
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
      ]),
      { stdio: 'ignore' },
    );
    const server = await startMailServer({
      secure,
      disabledCommands: [],
      key: readFileSync(key),
      cert: readFileSync(cert),
    });
    try {
      await stage.process({
        SMTP_URL: `${scheme}://localhost:${server.port}`,
        NODE_EXTRA_CA_CERTS: cert,
      });
      await stage.notify({ by: 'email' });
      const { secure: wasSecure } = await eventually('the mail', () => server.arrived[0]);
      expect(wasSecure).toBe(true);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBus, type Bus } from '@parley/bus';
import { loadConfig } from '@parley/config';
import { createMetrics } from '@parley/http';
import { databaseForTests, freePort, startChild, startNats, type Child } from '@parley/infra';
import { createHealth } from '@parley/lifecycle';
import { createLogger } from '@parley/logging';
import type { Notification } from '@parley/protocol';
import { createKeyRing, openStore, type Store } from '@parley/store';
import { eventually } from '@parley/testing';
import { build } from '../../src/app.ts';
import { schema } from '../../src/config.ts';
import { startWork } from '../../src/startWork.ts';
import { startMailServer, type MailServer } from './startMailServer.ts';
import { startTwilio, type TwilioFake } from './startTwilio.ts';

export const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'a token for tests' };
export const SESSION = '0b8f3f1e-3d0f-4c5a-9d2e-0a4f6b7c8d9e';

/** A notifier's surroundings, real ones. */
export interface Stage {
  readonly bus: Bus;
  readonly store: Store;
  readonly mail: MailServer;
  readonly twilio: TwilioFake;
  readonly env: Readonly<Record<string, string>>;
  readonly database: { readonly url: string; readonly name: string };
  /** Lines that notifiers of this process logged. */
  readonly lines: string[];
  /** Moves the clock of the notifiers of this process. */
  later(ms: number): void;
  /** Starts a notifier's work in this process. */
  notifier(env?: Record<string, string>): Promise<() => Promise<void>>;
  /** Starts a whole one in this process, with its HTTP; gives its address. */
  serving(env?: Record<string, string>): Promise<string>;
  /** Starts one as a process of its own, which may be killed. */
  process(env?: Record<string, string>): Promise<Child>;
  /** Puts a notification into the queue; gives its id. */
  notify(more?: Partial<Notification>): Promise<string>;
  end(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-notifier-'));
  const [nats, database, mail, twilio] = await Promise.all([
    startNats({ dataDir, key: 'a key for tests', port: await freePort() }),
    databaseForTests(),
    startMailServer(),
    startTwilio(ACCOUNT.accountSid, ACCOUNT.authToken),
  ]);
  const lines: string[] = [];
  const log = createLogger({
    service: 'notifier',
    destination: { write: (line) => void lines.push(line) },
  });
  const url = new URL(database.url);
  url.pathname = `/${database.name}`;
  const env = {
    NATS_URL: nats.url,
    MONGODB_URI: url.href,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SHUTDOWN_GRACE: '4s',
    PORT: '0',
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MAIL_FROM: 'Parley <parley@example.com>',
    NOTIFY_EMAILS: 'team@example.com',
    TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
    TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
    TWILIO_FROM: '+15550100',
    TWILIO_BASE_URL: twilio.url,
    NOTIFY_PHONES: '+15550111',
    NOTIFY_TIMEOUT: '2s',
    CONSOLE_URL: 'https://chat.example.com',
  };
  const bus = await connectBus({ url: nats.url, name: 'test', log });
  await bus.ensureStreams();
  const store = await openStore({
    url: env.MONGODB_URI,
    keys: createKeyRing(loadConfig(schema, env).ENCRYPTION_KEYS),
    log,
  });
  const ending: (() => Promise<unknown>)[] = [];
  let ahead = 0;
  let count = 0;
  const now = () => Date.now() + ahead;

  return {
    bus,
    store,
    mail,
    twilio,
    env,
    database,
    lines,
    later(ms) {
      ahead += ms;
    },
    async notifier(more = {}) {
      const config = loadConfig(schema, { ...env, ...more });
      const work = await startWork(config, { log, now }, createHealth(), createMetrics('notifier'));
      const stop = async () => work[Symbol.asyncDispose]();
      ending.push(stop);
      return stop;
    },
    async serving(more = {}) {
      const listened = Promise.withResolvers<number>();
      const { app } = await build(loadConfig(schema, { ...env, ...more }), { log, now }, listened.resolve);
      ending.push(() => app.stop());
      await app.start();
      return `http://127.0.0.1:${await listened.promise}`;
    },
    async process(more = {}) {
      const main = new URL('../../src/main.ts', import.meta.url).pathname;
      const output: string[] = [];
      const child = await startChild({
        command: process.execPath,
        args: [main],
        env: { ...process.env, ...env, ...more },
        log: (line) => void output.push(line),
      });
      ending.push(() => child.kill());
      const isUp = () => output.some((line) => line.includes('"service.started"'));
      await eventually('the notifier serves', isUp, { timeoutMs: 20_000 });
      return child;
    },
    async notify(more = {}) {
      const notification: Notification = {
        id: `event.${++count}`,
        kind: 'help',
        by: 'all',
        at: now(),
        title: 'Somebody calls for a human',
        ...more,
      };
      await bus.publishNotification(notification);
      return notification.id;
    },
    async end() {
      for (const stop of ending.reverse()) await stop();
      await bus.close();
      await store.close();
      await Promise.all([database.stop(), nats.stop(), mail.close(), twilio.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

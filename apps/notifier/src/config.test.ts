import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '@parley/config';
import { schema } from './config.ts';

const good = {
  NATS_URL: 'nats://127.0.0.1:4222',
  MONGODB_URI: 'mongodb://127.0.0.1/parley',
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};
const load = (env: Record<string, string>) => loadConfig(schema, { ...good, ...env });

describe('the configuration', () => {
  test.each([
    { SMTP_URL: 'smtp://127.0.0.1:25' },
    { SMTP_URL: 'smtps://user%40x:p%20w@mail.example.com' },
    { MAIL_FROM: 'parley@example.com' },
    { MAIL_FROM: 'Parley <parley@example.com>' },
    { NOTIFY_EMAILS: 'a@example.com, b@localhost', NOTIFY_PHONES: '+15550100', AUTH_MODE: 'dev' },
    { NOTIFY_EMAILS: 'a@example.com', SMTP_URL: 'smtp://127.0.0.1' },
    { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: '+15550100' },
  ])('takes %j', (env) => {
    expect(() => load(env)).not.toThrow();
  });

  test.each([
    [{ SMTP_URL: 'http://mail.example.com' }, 'SMTP_URL must be smtp://'],
    [{ SMTP_URL: 'smtps://mail.example.com/?tls.rejectUnauthorized=false' }, 'SMTP_URL must be smtp://'],
    [{ MAIL_FROM: 'Parley' }, 'MAIL_FROM must be a mail address'],
    [{ MAIL_FROM: 'P <p@example.com>\nBcc: x@example.com' }, 'MAIL_FROM must be a mail address'],
    [{ NOTIFY_EMAILS: 'a@example.com,b' }, 'NOTIFY_EMAILS must be a list'],
    [{ NOTIFY_PHONES: '0555 0100' }, 'NOTIFY_PHONES must be a list'],
    [{ NOTIFY_EMAILS: 'a@example.com' }, 'NOTIFY_EMAILS needs SMTP_URL'],
    [{ NOTIFY_PHONES: '+15550100' }, 'NOTIFY_PHONES needs TWILIO_ACCOUNT_SID'],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_AUTH_TOKEN is required with TWILIO_ACCOUNT_SID'],
    [{ TWILIO_ACCOUNT_SID: 'SK1' }, 'TWILIO_ACCOUNT_SID must be the id of an account'],
  ])('refuses %j', (env, message) => {
    expect(() => load(env as unknown as Record<string, string>)).toThrow(message);
  });

  test('never shows a password', () => {
    expect(() => load({ SMTP_URL: 'smtp://u:hidden@h/x' })).toThrow(/^(?![^]*hidden)/u);
  });
});

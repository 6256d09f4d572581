import {
  authKeys,
  baseKeys,
  defineConfig,
  duration,
  key,
  list,
  mongoKeys,
  natsKeys,
  optionalKey,
  rate,
  text,
  textType,
  url,
  type Config,
} from '@parley/config';
import { addressOf } from './channels/addressOf.ts';

const EMAIL = /^[^\s<>@,;:"]{1,64}@[A-Za-z0-9.-]{1,255}$/;
const PHONE = /^\+[1-9]\d{5,14}$/;

const email = () => textType('must be a mail address', (value) => (EMAIL.test(value) ? value : undefined));
const phone = () =>
  textType('must be a telephone number with + and the country’s code', (value) =>
    PHONE.test(value) ? value : undefined,
  );

const sender = () =>
  textType('must be a mail address, or a name and one in angle brackets', (value) =>
    !/[\r\n]/.test(value) && EMAIL.test(addressOf(value)) ? value : undefined,
  );

/** A mail server, and nothing that would weaken how it is spoken to. */
const mailServer = () =>
  textType('must be smtp:// or smtps:// with user, password, host and port, and nothing behind', (value) => {
    if (!/^smtps?:\/\/./.test(value) || !URL.canParse(value)) return undefined;
    const { hostname, pathname, search, hash } = new URL(value);
    return hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '' ? value : undefined;
  });

const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'];

/** The three of Twilio come together. */
const withTheOthers = (
  value: string | undefined,
  all: Readonly<Record<string, unknown>>,
): string | undefined => {
  const given = TWILIO.filter((name) => all[name] !== undefined);
  return value === undefined && given.length > 0 ? `is required with ${given.join(' and ')}` : undefined;
};

/** Whoever is to be told must be told by something. */
const needs =
  (name: 'SMTP_URL' | 'TWILIO_ACCOUNT_SID') =>
  (value: readonly string[] | undefined, all: Readonly<Record<string, unknown>>): string | undefined => {
    const isTold = all['AUTH_MODE'] === 'dev' || !(name in all) || all[name] !== undefined;
    return value === undefined || isTold ? undefined : `needs ${name}`;
  };

/** Configuration of the notifier. */
export const schema = defineConfig({
  ...baseKeys,
  ...natsKeys,
  ...mongoKeys,
  AUTH_MODE: authKeys.AUTH_MODE,
  SMTP_URL: optionalKey({
    what: 'The mail server. `smtp://` uses STARTTLS when it is offered, `smtps://` demands TLS; certificates are checked. Without it mail goes to the outbox page with `AUTH_MODE=dev`, else nowhere.',
    type: mailServer(),
    example: 'SMTP_URL=smtps://user:password@mail.example.com:465',
    secret: true,
  }),
  MAIL_FROM: key({
    what: 'Whom notifications by mail come from.',
    type: sender(),
    default: 'Parley <parley@localhost>',
    example: 'MAIL_FROM="Parley <parley@example.com>"',
  }),
  TWILIO_ACCOUNT_SID: optionalKey({
    what: 'The Twilio account that sends SMS. Without it they go to the outbox page with `AUTH_MODE=dev`, else nowhere.',
    type: textType('must be the id of an account, AC and what follows', (value) =>
      /^AC\w{1,98}$/.test(value) ? value : undefined,
    ),
    example: 'TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef',
    rule: withTheOthers,
  }),
  TWILIO_AUTH_TOKEN: optionalKey({
    what: 'The account’s token; it signs what Twilio tells of deliveries, too.',
    type: text(1, 200),
    example: 'TWILIO_AUTH_TOKEN_FILE=/run/secrets/twilio_auth_token',
    secret: true,
    rule: withTheOthers,
  }),
  TWILIO_FROM: optionalKey({
    what: 'The number or name that SMS come from, or the id of a messaging service (`MG…`).',
    type: text(1, 100),
    example: 'TWILIO_FROM=+15550100',
    rule: withTheOthers,
  }),
  TWILIO_BASE_URL: key({
    what: 'Where Twilio’s API is.',
    type: url(),
    default: 'https://api.twilio.com',
    example: 'TWILIO_BASE_URL=https://api.twilio.com',
  }),
  TWILIO_CALLBACK_URL: optionalKey({
    what: 'Where Twilio reaches `/callbacks/twilio` of this service, exactly; without it nothing is heard of SMS that weren’t delivered.',
    type: url(),
    example: 'TWILIO_CALLBACK_URL=https://chat.example.com/callbacks/twilio',
  }),
  NOTIFY_EMAILS: optionalKey({
    what: 'Who gets every notification by mail, with commas between.',
    type: list(email()),
    rule: needs('SMTP_URL'),
    example: 'NOTIFY_EMAILS=support@example.com,ops@example.com',
  }),
  NOTIFY_PHONES: optionalKey({
    what: 'Who gets every notification by SMS, with commas between.',
    type: list(phone()),
    rule: needs('TWILIO_ACCOUNT_SID'),
    example: 'NOTIFY_PHONES=+15550101,+15550102',
  }),
  RATE_NOTIFICATIONS: key({
    what: 'How many notifications of a kind each recipient gets; those beyond are held back, counted and summed up in the next one.',
    type: rate(),
    default: '30/10m',
    example: 'RATE_NOTIFICATIONS=30/10m',
  }),
  NOTIFY_TIMEOUT: key({
    what: 'How long sending one may take until it is given up, to be tried again.',
    type: duration({ min: 100, max: 120_000 }),
    default: '20s',
    example: 'NOTIFY_TIMEOUT=20s',
  }),
  NOTIFY_GIVE_UP: key({
    what: 'How long one that can’t be sent is tried again; then it becomes a dead letter.',
    type: duration({ min: 100, max: 7 * 86_400_000 }),
    default: '1h',
    example: 'NOTIFY_GIVE_UP=1h',
  }),
  CONSOLE_URL: key({
    what: 'Where the console is, for the links in notifications.',
    type: url(),
    default: 'http://localhost:8080',
    example: 'CONSOLE_URL=https://chat.example.com',
  }),
  ALERT_ERRORS: key({
    what: 'More errors logged by a service within this time are a critical error.',
    type: rate(),
    default: '50/1m',
    example: 'ALERT_ERRORS=50/1m',
  }),
  ALERT_QUEUE_AGE: key({
    what: 'A command that waits longer in the queue is a critical error.',
    type: duration({ min: 1000, max: 86_400_000 }),
    default: '1m',
    example: 'ALERT_QUEUE_AGE=1m',
  }),
  ALERT_EVERY: key({
    what: 'How often the same rule may tell of what it sees.',
    type: duration({ min: 1000, max: 86_400_000 }),
    default: '15m',
    example: 'ALERT_EVERY=15m',
  }),
});
export type NotifierConfig = Config<typeof schema>;

import { createTransport } from 'nodemailer';
import { addressOf } from './addressOf.ts';
import type { Channel } from './Channel.ts';
import { mailOutcome } from './mailOutcome.ts';

export interface MailOptions {
  /** `smtp://` or `smtps://`, with user and password where needed. */
  readonly url: string;
  /** `Name <address>` */
  readonly from: string;
  /** The longest that sending one may take, in milliseconds. */
  readonly timeoutMs: number;
}

const CONNECTIONS = 4;

/** Mail by SMTP, over a few connections that stay open. STARTTLS when offered, and then a certificate that is right. */
export function mail({ url, from, timeoutMs }: MailOptions): Channel {
  const { protocol, hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    // Whether it is tried again is decided elsewhere.
    maxRequeues: 0,
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    ...(port !== '' && { port: Number(port) }),
    secure: protocol === 'smtps:',
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Without a listener a pooled connection that breaks while idle would end the process.
  transport.on('error', () => undefined);
  const host = addressOf(from).split('@').at(-1);
  return {
    async send({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${host}>`,
          textEncoding: 'quoted-printable',
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return { kind: 'delivered' };
      } catch (error) {
        return mailOutcome(error);
      }
    },
    close: () => transport.close(),
  };
}

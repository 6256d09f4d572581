import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that arrived. */
export interface Arrived {
  readonly to: string;
  readonly mail: ParsedMail;
  readonly raw: string;
  readonly secure: boolean;
}

/** A real SMTP server. */
export interface MailServer {
  readonly port: number;
  readonly arrived: Arrived[];
  /** Mails are answered by this error, with this code, until it is `undefined`; `when`: which of them. */
  refuse(code: number | undefined, when?: (to: string) => boolean): void;
  /** Mails are taken, and the answer is held back for so long, in milliseconds. */
  slow(ms: number): void;
  close(): Promise<void>;
}

/** Starts a mail server on a port of 127.0.0.1 (any free one unless told). */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const arrived: Arrived[] = [];
  let code: number | undefined;
  let refused: (to: string) => boolean = () => true;
  let slowMs = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (code === undefined || !refused(address)) return done();
      done(Object.assign(new Error('not now'), { responseCode: code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const take = async () => {
          const mail = await simpleParser(raw);
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          arrived.push({ to, mail, raw: raw.toString(), secure: session.secure });
          setTimeout(done, slowMs).unref();
        };
        void take();
      });
    },
    ...options,
  });
  // A client that breaks off is what some tests do.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    refuse(next, when = () => true) {
      code = next;
      refused = when;
    },
    slow(ms) {
      slowMs = ms;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

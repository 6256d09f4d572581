import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';

/** A text message that was taken. */
export interface Texted {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly statusCallback: string | undefined;
}

/** A fake of Twilio's Messages resource, which checks the account and its token. */
export interface TwilioFake {
  readonly url: string;
  readonly texted: Texted[];
  /** Answers with this status, until it is `undefined`. */
  refuse(status: number | undefined, code?: number): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

export async function startTwilio(accountSid: string, authToken: string): Promise<TwilioFake> {
  const texted: Texted[] = [];
  let refusal: { status: number; code: number } | undefined;
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const serve = async () => {
      const form = await bodyOf(request);
      const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
      if (request.url !== `/2010-04-01/Accounts/${accountSid}/Messages.json`) {
        return answer(404, { code: 20404, message: 'not found', status: 404 });
      }
      if (request.headers.authorization !== `Basic ${basic}`) {
        return answer(401, { code: 20003, message: 'Authenticate', status: 401 });
      }
      if (refusal) {
        const { status, code } = refusal;
        return answer(status, { code, message: `no to ${form.get('To')}`, status });
      }
      const sid = `SM${randomBytes(16).toString('hex')}`;
      const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '');
      if (!to || !from || !body) return answer(400, { code: 21604, message: 'missing', status: 400 });
      texted.push({ sid, to, from, body, statusCallback: form.get('StatusCallback') ?? undefined });
      answer(201, { sid, status: 'queued', to, from, body });
    };
    serve().catch(() => answer(500, {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    texted,
    refuse(status, code = 20500) {
      refusal = status === undefined ? undefined : { status, code };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { ClientFrame, type Model, type ServerFrame, type User } from '@parley/protocol';
import { PAGE_CSP } from '../../src/routes/pageCsp.ts';
import { FakeAdmin } from './fakeAdmin.ts';
import { FakeConversation } from './fakeConversation.ts';
import { FakeSessions } from './fakeSessions.ts';

const DIST = join(import.meta.dirname, '../../dist');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const LIMITS = {
  maxText: 32_000,
  maxFrame: 65_536,
  maxAttachments: 10,
  maxUpload: 1,
  messages: { n: 30, perMs: 60_000 },
  connections: { n: 20, perMs: 60_000 },
};
const USER: User = { id: 'u', name: 'Mia', roles: ['user'] };

const tokenOf = (user: User): string => {
  const claims = { sub: user.id, name: user.name, roles: user.roles };
  return `a.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c`;
};

/** Who a token says to be. */
function userOf(token = ''): User {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}') as {
    sub?: string;
    name?: string;
    roles?: string[];
  };
  return { id: claims.sub ?? USER.id, name: claims.name ?? USER.name, roles: claims.roles ?? USER.roles };
}

const isStaff = ({ roles }: User): boolean => roles.includes('admin') || roles.includes('supervisor');

/** A stand-in for the whole of Parley that says what a test tells it to: pages, `/api` and `/ws` from one origin. */
export class FakeBackend {
  readonly conversation = new FakeConversation((frame) => this.tell(frame));
  readonly sessions = new FakeSessions((frame) => this.tell(frame));
  readonly admin = new FakeAdmin();
  models: Model[] = [{ id: 'demo', label: 'Demo', provider: 'demo', vision: false, voice: false }];
  /** Every frame that came from the page. */
  readonly heard: ClientFrame[] = [];
  /** Looks at a frame first; true: it has dealt with it. */
  onFrame: (frame: ClientFrame) => boolean = () => false;
  /** The page tells that the team may read along. */
  mayBeWatched = true;
  /** False: sockets are refused, as when the gateway is away. */
  reachable = true;
  readonly #http: Server;
  readonly #users = new Map<WebSocket, User>();
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'parley.v1' });

  constructor() {
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('upgrade', (request, socket, head) => {
      if (!this.reachable) socket.destroy();
      else
        this.#sockets.handleUpgrade(request, socket, head, (opened) => {
          const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/, */);
          const token = offered.find((one) => one.startsWith('bearer.'))?.slice('bearer.'.length);
          this.#welcome(opened, userOf(token));
        });
    });
  }

  /** @returns the origin */
  async start(): Promise<string> {
    if (!this.#http.listening) {
      this.#http.listen(0, '127.0.0.1');
      await once(this.#http, 'listening');
    }
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.cut();
    this.admin.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Ends all sockets without a word. */
  cut(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  tell(frame: ServerFrame): void {
    for (const socket of this.#sockets.clients) socket.send(JSON.stringify(frame));
  }

  #welcome(socket: WebSocket, user: User): void {
    this.#users.set(socket, user);
    socket.on('close', () => this.#users.delete(socket));
    const serverTime = new Date().toISOString();
    const connectionId = crypto.randomUUID();
    this.#to(socket, {
      type: 'welcome',
      connectionId,
      user,
      models: this.models,
      limits: LIMITS,
      heartbeatMs: 25_000,
      serverTime,
    });
    socket.on('message', (data: Buffer) =>
      this.#hear(socket, ClientFrame.parse(JSON.parse(data.toString()))),
    );
  }

  #hear(socket: WebSocket, frame: ClientFrame): void {
    this.heard.push(frame);
    if (this.onFrame(frame)) return;
    if (frame.type === 'session.open') {
      if (frame.new) this.conversation.renew(frame.id);
      return this.#to(socket, this.conversation.opened(frame.id, frame.afterRev));
    }
    if (frame.type === 'typing') return this.#typing(socket, frame);
    const draft = frame.type === 'admin.suggest' && { text: 'Your order comes on Monday.' };
    this.#to(socket, { type: frame.type === 'ping' ? 'pong' : 'ack', ref: frame.id, ...draft });
    const user = this.#users.get(socket) ?? USER;
    if (frame.type === 'message.send') {
      const by = isStaff(user) ? ({ sender: 'admin', senderName: user.name } as const) : {};
      this.conversation.said(frame.id, frame.text ?? '', by);
    }
    if (frame.type === 'help.request') this.conversation.call(frame.reason);
    if (frame.type === 'help.cancel') this.conversation.callBack();
    if (frame.type === 'admin.takeover') this.conversation.takeOver({ id: user.id, name: user.name ?? '' });
    if (frame.type === 'admin.release') this.conversation.release();
    if (frame.type === 'admin.acknowledge') this.conversation.call(undefined, { state: 'acknowledged' });
    if (frame.type === 'admin.note') this.#note(user, frame);
    if (frame.type === 'message.regenerate') this.conversation.again(frame.messageId);
    if (frame.type === 'message.edit') this.conversation.edit(frame.messageId, frame.text);
    if (frame.type === 'message.feedback') {
      const { rating, note } = frame;
      const feedback = rating === 'none' ? undefined : { rating, ...(note && { note }) };
      this.conversation.change(frame.messageId, { feedback });
    }
  }

  /** To everybody but the one who types. */
  #typing(from: WebSocket, { sessionId, active }: Extract<ClientFrame, { type: 'typing' }>): void {
    const sender = isStaff(this.#users.get(from) ?? USER) ? 'admin' : 'user';
    for (const socket of this.#sockets.clients)
      if (socket !== from) this.#to(socket, { type: 'typing', sessionId, sender, active });
  }

  #note({ id, name = '' }: User, frame: Extract<ClientFrame, { type: 'admin.note' }>): void {
    const { sessionId, text, forAssistant = false } = frame;
    const createdAt = new Date().toISOString();
    const note = { id: frame.id, sessionId, author: { id, name }, text, forAssistant, createdAt };
    this.admin.notes.push(note);
    for (const [socket, user] of this.#users)
      if (isStaff(user)) this.#to(socket, { type: 'note.created', sessionId, note });
  }

  #to(socket: WebSocket, frame: ServerFrame): void {
    socket.send(JSON.stringify(frame));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const json = (body: unknown): void => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    };
    if (pathname === '/api/config')
      return json({ authMode: 'dev', version: 'test', wsPath: '/ws', mayBeWatched: this.mayBeWatched });
    if (pathname === '/api/auth/dev') {
      const asked = Buffer.concat(await request.toArray()).toString();
      const {
        userId,
        name,
        roles = ['user'],
      } = JSON.parse(asked) as {
        userId: string;
        name?: string;
        roles?: string[];
      };
      return json({ token: tokenOf({ id: userId, name, roles }), expiresAt: '2999-01-01T00:00:00.000Z' });
    }
    if (pathname.startsWith('/admin/api/')) {
      const user = userOf(request.headers.authorization?.slice('Bearer '.length));
      const body = Buffer.concat(await request.toArray()).toString();
      const url = new URL(request.url ?? '/', 'http://here');
      return this.admin.serve({ method: request.method ?? 'GET', url, user, body }, response);
    }
    if (pathname.endsWith('/messages')) {
      return json(
        this.conversation.page(Number(searchParams.get('before')), Number(searchParams.get('limit') ?? 50)),
      );
    }
    if (pathname.startsWith('/api/')) return this.#api(request, response, json);
    const asked = join(DIST, normalize(pathname));
    const file =
      extname(asked) && existsSync(asked)
        ? asked
        : join(DIST, pathname.startsWith('/admin') ? 'admin.html' : 'index.html');
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', PAGE_CSP);
    createReadStream(file).pipe(response);
  }
  /** The reader's sessions, and what can be done with all of them. */
  async #api(
    request: IncomingMessage,
    response: ServerResponse,
    json: (body: unknown) => void,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const method = request.method ?? 'GET';
    const body = Buffer.concat(await request.toArray()).toString();
    const { sessions } = this;
    sessions.asked.push({ method, path: request.url ?? '', body });
    if (sessions.failing > 0) {
      response.statusCode = sessions.failing;
      return json({
        error: { category: 'service', code: 'unavailable', message: 'Not now.', recoverable: true },
      });
    }
    if (pathname === '/api/sessions') {
      const page = sessions.list(searchParams);
      await sessions.pause;
      return json(page);
    }
    if (pathname.endsWith('export')) {
      const name = pathname === '/api/me/export' ? 'all.json' : `one.${searchParams.get('format')}`;
      response.setHeader('content-disposition', `attachment; filename="${name}"`);
      return json({ exported: pathname });
    }
    const id = pathname.split('/').at(-1) ?? '';
    if (method === 'PATCH') {
      sessions.change(id, JSON.parse(body) as { name?: string; archived?: boolean });
      return json({ session: sessions.all.get(id) });
    }
    if (method === 'DELETE' && id !== 'me') sessions.remove(id);
    response.statusCode = 204;
    response.end();
  }
}

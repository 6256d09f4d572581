import {
  ParleyError,
  parseClientFrame,
  type ClientFrame,
  type ServerFrame,
  type User,
} from '@parley/protocol';
import { call, cancel, release, takeover } from './modelPeople.ts';
import { ModelSession } from './modelSession.ts';

export interface Line {
  deliver(frame: ServerFrame): void;
  close(code: number): void;
}

const newId = (): string => crypto.randomUUID();

/** One socket at the server. Live frames of a session wait while a `session.open` of it isn't answered. */
export class Peer {
  readonly #server: ModelServer;
  readonly #line: Line;
  readonly #opened = new Set<string>();
  readonly #subscriptions = new Map<string, () => void>();
  #opening: { frame: Extract<ClientFrame, { type: 'session.open' }>; session: ModelSession }[] = [];
  #held: ServerFrame[] = [];

  constructor(server: ModelServer, line: Line) {
    this.#server = server;
    this.#line = line;
    line.deliver(server.welcome());
  }

  receive(data: string): void {
    const parsed = parseClientFrame(data);
    if (!parsed.ok) {
      this.#server.violations.push(`${parsed.error.message} ${data}`);
      return;
    }
    const { frame } = parsed;
    this.#server.received.push(frame);
    if (frame.type === 'typing') return;
    if (frame.type === 'ping') return this.#line.deliver({ type: 'pong', ref: frame.id });
    if (frame.type === 'session.open') return this.#open(frame);
    if ('sessionId' in frame && !frame.type.startsWith('admin.') && !this.#opened.has(frame.sessionId)) {
      this.#server.violations.push(`not open: ${data}`);
      return this.#refuse(frame, new ParleyError('conflict', 'not_open', 'Open the session first.'));
    }
    const refused = this.#server.refuses(frame);
    if (refused) return this.#refuse(frame, refused);
    const failure = this.#server.failures.shift();
    if (failure !== 'before' && !(failure instanceof ParleyError)) this.#server.apply(frame);
    if (failure instanceof ParleyError) return this.#refuse(frame, failure);
    if (failure) return this.#refuse(frame, new ParleyError('service', 'unavailable', 'Try again.'));
    this.#line.deliver({ type: 'ack', ref: frame.id });
  }

  /** Answers what was asked to be opened, with what is known now; then the frames that had to wait. */
  finishOpen(): void {
    for (const { frame, session } of this.#opening.splice(0)) {
      this.#opened.add(session.session.id);
      this.#line.deliver(session.snapshot(frame.id, frame.afterRev, this.#server.page));
    }
    for (const frame of this.#held.splice(0)) this.#line.deliver(frame);
  }

  end(): void {
    for (const unsubscribe of this.#subscriptions.values()) unsubscribe();
    this.#subscriptions.clear();
    this.#opened.clear();
    this.#opening = [];
  }

  resync(): void {
    for (const sessionId of this.#subscriptions.keys()) this.#line.deliver({ type: 'resync', sessionId });
  }

  close(code: number): void {
    this.end();
    this.#line.close(code);
  }

  say(frame: ServerFrame): void {
    this.#line.deliver(frame);
  }

  #open(frame: Extract<ClientFrame, { type: 'session.open' }>): void {
    const session = this.#server.find(frame);
    if (!session)
      return this.#refuse(frame, new ParleyError('not_found', 'session', 'There is no such session.'));
    const { id } = session.session;
    if (!this.#subscriptions.has(id)) {
      const listener = (live: ServerFrame): void => {
        if (this.#opening.length > 0) this.#held.push(live);
        else this.#line.deliver(live);
      };
      session.listeners.add(listener);
      this.#subscriptions.set(id, () => session.listeners.delete(listener));
    }
    this.#opening.push({ frame, session });
    if (!this.#server.isSlow) this.finishOpen();
  }

  #refuse(frame: ClientFrame, error: ParleyError): void {
    this.#line.deliver({ type: 'error', ref: frame.id, error: error.toWire() });
  }
}

/** A server that speaks the frames: sessions in memory, any number of sockets, failures on request. */
export class ModelServer {
  readonly sessions = new Map<string, ModelSession>();
  /** Every frame that was understood, in order. */
  readonly received: ClientFrame[] = [];
  /** What a client must never send. */
  readonly violations: string[] = [];
  /** How the next commands fail: with an error, or `service` before or after they took effect. */
  failures: (ParleyError | 'before' | 'after' | undefined)[] = [];
  page = 50;
  /** `session.open` waits for `finishOpen`. */
  isSlow = false;
  heartbeatMs = 25_000;
  /** Who all sockets are of; sessions are those of `u`. */
  user: User = { id: 'u', roles: ['user'] };
  serverTime = '2030-01-01T00:00:00.000Z';

  connect(line: Line): Peer {
    return new Peer(this, line);
  }

  welcome(): ServerFrame {
    const rate = { n: 1, perMs: 1 };
    const limits = { maxText: 32_000, maxFrame: 65_536, maxAttachments: 10, maxUpload: 1, messages: rate };
    return {
      type: 'welcome',
      connectionId: newId(),
      user: this.user,
      models: [],
      limits: { ...limits, connections: rate },
      heartbeatMs: this.heartbeatMs,
      serverTime: this.serverTime,
    };
  }

  find({
    sessionId,
    id,
    new: isNew,
  }: Extract<ClientFrame, { type: 'session.open' }>): ModelSession | undefined {
    if (sessionId !== undefined) return this.sessions.get(sessionId);
    const active = isNew ? undefined : [...this.sessions.values()].at(-1);
    const session = active ?? this.sessions.get(id) ?? new ModelSession(id);
    this.sessions.set(session.session.id, session);
    return session;
  }

  /** What an admin may not do. */
  refuses(frame: ClientFrame): ParleyError | undefined {
    const isAdmin = this.user.roles.includes('admin');
    if (frame.type.startsWith('admin.') && !isAdmin)
      return new ParleyError('permission', 'role_required', 'The role admin is required.');
    if (frame.type !== 'message.send' || this.user.id === 'u') return undefined;
    const holder = this.sessions.get(frame.sessionId)?.session.admin;
    if (holder?.id === this.user.id) return undefined;
    return new ParleyError('conflict', 'not_holder', 'Take the session over first.');
  }

  apply(frame: ClientFrame): void {
    const session = 'sessionId' in frame ? this.sessions.get(frame.sessionId ?? '') : undefined;
    if (frame.type === 'message.send')
      session?.say(frame.id, frame.text ?? '', this.user.id === 'u' ? 'user' : 'admin');
    if (frame.type === 'model.select') session?.rename(`model ${frame.model}`);
    if (frame.type === 'message.stop') session?.end();
    if (frame.type === 'help.request' && session) call(session, 1);
    if (frame.type === 'help.cancel' && session) cancel(session);
    const { id, name = id } = this.user;
    if (frame.type === 'admin.takeover' && session) takeover(session, { id, name });
    if (frame.type === 'admin.release' && session) release(session);
  }
}

import type { ServerResponse } from 'node:http';
import type { Message, Note, Session, User } from '@parley/protocol';
import type { AuditEntry } from '../../src/pages/admin/api/audit.ts';
import type { DeadLetter } from '../../src/pages/admin/api/deadLetter.ts';
import type { Metrics, ProviderState, UsageRow } from '../../src/pages/admin/api/figures.ts';
import type { SessionCall } from '../../src/pages/admin/api/sessions.ts';
import type { CannedReply } from '../../src/pages/admin/api/cannedReply.ts';
import type { KnownAdmin, Preferences } from '../../src/pages/admin/api/people.ts';
import type { Undelivered } from '../../src/pages/admin/api/undelivered.ts';

/** A request of the admin API. */
interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly user: Pick<User, 'roles'>;
  readonly body: string;
}

type Told =
  | { readonly kind: 'changed'; readonly session: Session }
  | { readonly kind: 'removed'; readonly sessionId: string };

const NO_TIMES = { count: 0, avgMs: 0, maxMs: 0, p50Ms: 0, p90Ms: 0, p95Ms: 0, p99Ms: 0 };
const NO_COUNTS = {
  messages: { user: 0, assistant: 0, admin: 0, system: 0 },
  answers: { count: 0, complete: 0, stopped: 0, failed: 0, interrupted: 0 },
  responseTimes: NO_TIMES,
  tokens: { input: 0, output: 0, total: 0 },
  costUsd: 0,
};
const NO_METRICS: Metrics = {
  ...NO_COUNTS,
  now: { active: 0, waiting: 0, held: 0 },
  sessions: { count: 0, adminAssisted: 0, durations: NO_TIMES },
  byHour: [],
};

/** The HTTP side of the console: what the fleet tells, what is kept beside conversations, and figures. */
export class FakeAdmin {
  readonly sessions = new Map<string, Session>();
  /** Timelines by session id. */
  readonly messages = new Map<string, Message[]>();
  readonly notes: Note[] = [];
  /** Of models, for any session. */
  calls: SessionCall[] = [];
  metrics: Metrics = NO_METRICS;
  providers: ProviderState[] = [];
  usage: UsageRow[] = [];
  audit: AuditEntry[] = [];
  deadLetters: DeadLetter[] = [];
  undelivered: Undelivered[] = [];
  admins: KnownAdmin[] = [];
  /** The reader's own, and the team's. */
  replies: CannedReply[] = [];
  /** The reader's. */
  preferences: Preferences = { channels: [], criticalInQuiet: false };
  /** What the next ones to be kept are refused with; undefined: nothing. */
  refusal: string | undefined;
  /** Every request that came, as `METHOD /path?query`. */
  readonly asked: string[] = [];
  /** How many times the fleet's events were asked for. */
  streams = 0;
  /** False: the fleet's events and canned replies are refused, as when the service is away. */
  reachable = true;
  /** Open streams, with the number of the last event of each. */
  readonly #open = new Map<ServerResponse, number>();

  /** A session changes, which the fleet tells. */
  change(session: Session): void {
    this.sessions.set(session.id, session);
    this.#tell({ kind: 'changed', session });
  }

  remove(sessionId: string): void {
    this.sessions.delete(sessionId);
    this.#tell({ kind: 'removed', sessionId });
  }

  /** A change that nobody hears of: the next one leaves a gap. */
  lose(session: Session): void {
    this.sessions.set(session.id, session);
    for (const [response, last] of this.#open) this.#open.set(response, last + 1);
  }

  /** Ends all streams of events. */
  cut(): void {
    for (const response of this.#open.keys()) response.destroy();
    this.#open.clear();
  }

  /** Ends all streams of events, as when the same admin has too many elsewhere. */
  replace(): void {
    for (const [response, last] of this.#open)
      response.end(`id: ${last + 1}\nevent: end\ndata: {"reason":"replaced"}\n\n`);
  }

  /** How many streams of events are open. */
  get open(): number {
    return this.#open.size;
  }

  /** Answers one request. */
  serve({ method, url, user: { roles }, body }: Asked, response: ServerResponse): void {
    const path = url.pathname.replace(/^\/admin\/api/, '');
    this.asked.push(`${method} ${path}${url.search}`);
    const json = (body: unknown, status = 200): void => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    };
    if (!roles.includes('admin') && !roles.includes('supervisor')) {
      const message = 'role: admin is needed.';
      return json(
        { error: { category: 'permission', code: 'role_required', message, recoverable: true } },
        403,
      );
    }
    if (path === '/events') return this.#stream(response);
    if (path === '/sessions') return json({ items: this.#chosen(url.searchParams) });
    const [, kind = '', id = ''] = path.split('/').map(decodeURIComponent);
    if (kind === 'sessions') return this.#session(id, json);
    if (kind === 'users') {
      return json({ items: [...this.sessions.values()].filter(({ userId }) => userId === id) });
    }
    if (kind === 'metrics') return json(this.metrics);
    if (kind === 'providers') return json({ items: this.providers });
    if (kind === 'usage') return json({ items: this.usage });
    if (path === '/audit') return json(this.#audited(url.searchParams));
    if (path === '/audit.csv') {
      response.setHeader('content-disposition', 'attachment; filename="audit.csv"');
      return void response.end('"n"\r\n');
    }
    const done = (): void => void response.writeHead(204).end();
    if (kind === 'undelivered') return json({ items: this.undelivered, nextCursor: null });
    if (kind === 'dead-letters') {
      if (id) this.deadLetters = this.deadLetters.filter(({ seq }) => seq !== Number(id));
      return method === 'GET' ? json({ items: this.deadLetters }) : done();
    }
    if (kind === 'admins') {
      if (method === 'DELETE')
        this.admins = this.admins.filter((one) => one.id !== url.searchParams.get('id'));
      return method === 'GET' ? json({ items: this.admins, nextCursor: null }) : done();
    }
    if (kind === 'replies') return this.#reply({ method, id, body }, roles, response, json);
    if (path === '/me/preferences') return this.#keep(method, body, json);
    json({ error: { category: 'not_found', code: 'route', message: path, recoverable: true } }, 404);
  }

  /** Canned replies, as the admin API has them. */
  #reply(
    { method, id, body }: Pick<Asked, 'method' | 'body'> & { readonly id: string },
    roles: readonly string[],
    response: ServerResponse,
    json: (body: unknown, status?: number) => void,
  ): void {
    if (!this.reachable) return void response.destroy();
    if (method === 'GET') return json({ items: this.replies, nextCursor: null });
    const before = this.replies.find((one) => one.id === id);
    const wanted = method === 'PUT' ? { id, ...(JSON.parse(body) as Omit<CannedReply, 'id'>) } : undefined;
    if ((wanted ?? before)?.owner === 'team' && !roles.includes('supervisor')) return json({}, 403);
    const others = this.replies.filter((one) => one !== before);
    if (others.some((one) => one.owner === wanted?.owner && one.shortcut === wanted.shortcut)) {
      const message = 'body.shortcut: must not be that of another reply of yours.';
      return json(
        { error: { category: 'validation', code: 'invalid_field', message, recoverable: true } },
        400,
      );
    }
    this.replies = wanted ? [...others, wanted] : others;
    if (wanted) json(wanted);
    else response.writeHead(204).end();
  }

  #keep(method: string, body: string, json: (body: unknown, status?: number) => void): void {
    if (method === 'PUT' && this.refusal !== undefined) {
      const error = {
        category: 'validation',
        code: 'invalid_field',
        message: this.refusal,
        recoverable: true,
      };
      return json({ error }, 400);
    }
    if (method === 'PUT') this.preferences = JSON.parse(body) as Preferences;
    json(this.preferences);
  }

  #session(id: string, json: (body: unknown, status?: number) => void): void {
    const session = this.sessions.get(id);
    if (!session) {
      const error = {
        category: 'not_found',
        code: 'session',
        message: 'session: unknown.',
        recoverable: true,
      };
      return json({ error }, 404);
    }
    const notes = this.notes.filter(({ sessionId }) => sessionId === id);
    json({
      session,
      messages: { items: this.messages.get(id) ?? [], nextCursor: null },
      notes,
      calls: this.calls,
    });
  }

  #chosen(query: URLSearchParams): Session[] {
    const wants = (key: string, value: unknown): boolean =>
      !query.has(key) || query.get(key) === String(value);
    return [...this.sessions.values()].filter(
      (session) =>
        wants('userId', session.userId) &&
        wants('state', session.state) &&
        wants('handling', session.handling) &&
        wants('assisted', session.adminAssisted) &&
        wants('model', session.model),
    );
  }

  /** A page of the audit log, as its query chooses. */
  #audited(query: URLSearchParams): { items: AuditEntry[]; nextCursor: string | null } {
    const is = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
    const [limit, before] = [Number(query.get('limit')), Number(query.get('cursor') ?? Infinity)];
    const found = this.audit.filter(
      ({ n, who, what, target, when }) =>
        n < before &&
        is('who', who) &&
        is('what', what) &&
        is('target', target) &&
        when >= (query.get('from') ?? '') &&
        when < (query.get('to') ?? '9'),
    );
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? String(items.at(-1)?.n) : null };
  }

  #stream(response: ServerResponse): void {
    this.streams += 1;
    if (!this.reachable) return void response.destroy();
    response.setHeader('content-type', 'text/event-stream');
    response.on('close', () => this.#open.delete(response));
    this.#open.set(response, 1);
    const sessions = [...this.sessions.values()];
    response.write(`: alive\n\nid: 1\nevent: snapshot\ndata: ${JSON.stringify({ sessions })}\n\n`);
  }

  #tell({ kind, ...data }: Told): void {
    for (const [response, last] of this.#open) {
      this.#open.set(response, last + 1);
      response.write(`id: ${last + 1}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  }
}

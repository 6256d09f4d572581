import type { Message, Note, Session, Usage } from '@parley/protocol';
import { ask, bearer, getJson, sendJson } from '../../http/fetchJson.ts';
import type { CannedReply } from './cannedReply.ts';
import { eventsOf } from './eventsOf.ts';
import type { KnownAdmin, Preferences } from './people.ts';

/** Gives a token to use now. */
export type GetToken = (ask: { readonly renew: boolean }) => Promise<string>;

/** A page of a list; without `nextCursor` it is the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

/** What sessions are chosen by and how they are sorted; empty: everything, newest activity first. */
export interface SessionQuery {
  readonly userId?: string;
  /** ISO times: made at or after, and before. */
  readonly from?: string;
  readonly to?: string;
  readonly state?: Session['state'];
  readonly handling?: Session['handling'];
  readonly assisted?: 'true' | 'false';
  readonly model?: string;
  /** Only together with `userId`. */
  readonly text?: string;
  readonly sort?: 'createdAt' | 'durationMs' | 'userId' | 'lastActivityAt';
  readonly order?: 'asc' | 'desc';
}

/** A session with a page of its timeline, ascending by `seq`, its notes and the calls of models for it. */
export interface SessionPage {
  readonly session: Session;
  readonly messages: Page<Message>;
  readonly notes: readonly Note[];
  /** The earliest first. */
  readonly calls: readonly SessionCall[];
}

/** Times in milliseconds. */
export interface Times {
  readonly count: number;
  readonly avgMs: number;
  readonly maxMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Answers that ended, by how. */
export interface AnswerCounts {
  readonly count: number;
  readonly complete: number;
  readonly stopped: number;
  readonly failed: number;
  readonly interrupted: number;
}

/** What happened in some time. */
export interface Counted {
  readonly messages: {
    readonly user: number;
    readonly assistant: number;
    readonly admin: number;
    readonly system: number;
  };
  readonly answers: AnswerCounts;
  readonly responseTimes: Times;
  readonly tokens: { readonly input: number; readonly output: number; readonly total: number };
  /** US dollars. */
  readonly costUsd: number;
}

export type Hour = Counted & { readonly hour: string; readonly sessions: number };

export interface Metrics extends Counted {
  readonly now: { readonly active: number; readonly waiting: number; readonly held: number };
  readonly sessions: { readonly count: number; readonly adminAssisted: number; readonly durations: Times };
  readonly byHour: readonly Hour[];
}

/** A model, and how its answers of the last day did. */
export interface ProviderState {
  readonly id: string;
  readonly label: string;
  readonly provider: string;
  /** It can be used now; else `reason` says why not, where that is known. */
  readonly available: boolean;
  readonly reason?: string;
  readonly last?: { readonly at: string; readonly status: string };
  readonly answers: AnswerCounts;
  readonly responseTimes: Times;
}

export type UsageGroup = 'model' | 'user' | 'day';

export interface UsageRow {
  readonly key: string;
  /** Of models. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input. */
  readonly cachedTokens: number;
  /** Of the output. */
  readonly reasoningTokens: number;
  readonly costUsd: number;
}

/** A call of a model that was made for a session. */
export interface SessionCall {
  readonly id: string;
  readonly purpose: 'answer' | 'title' | 'summary' | 'draft' | 'transcription' | 'speech';
  /** Which try of its attempt, from 1. */
  readonly tried: number;
  readonly model: string;
  readonly startedAt: string;
  /** `unknown`: it is under way, or its end was never written. */
  readonly outcome: 'unknown' | 'complete' | 'stopped' | 'interrupted' | 'failed';
  readonly durationMs?: number;
  readonly firstTokenMs?: number;
  readonly usage?: Usage;
  /** The provider didn't say what it took. */
  readonly estimated?: boolean;
  readonly error?: string;
  /** HTTP status of the failure. */
  readonly status?: number;
}

/** What is kept beside an entry of the audit log. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface AuditEntry {
  readonly n: number;
  readonly who: string;
  readonly what: string;
  readonly target: string;
  readonly when: string;
  readonly where?: string;
  readonly before?: Facts;
  readonly after?: Facts;
}

/** What entries of the audit log are chosen by; empty: all of them. */
export interface AuditQuery {
  readonly who?: string;
  readonly what?: string;
  readonly target?: string;
  /** ISO times: done at or after, and before. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A message of a queue that was given up. */
export interface DeadLetter {
  readonly seq: number;
  readonly queue: 'commands' | 'turns' | 'notifications' | 'other';
  readonly sessionId?: string;
  readonly reason: string;
  readonly at: string;
  readonly deliveries: number;
  readonly bytes: number;
  readonly traceId: string;
}

/** What the fleet tells: everything, then each change; numbered within a stream. */
export type FleetEvent =
  | { readonly kind: 'snapshot'; readonly n: number; readonly sessions: readonly Session[] }
  | { readonly kind: 'changed'; readonly n: number; readonly session: Session }
  | { readonly kind: 'removed'; readonly n: number; readonly sessionId: string };

/** Why it tells no more; after `replaced` (by newer streams of the same admin) nobody comes back by themselves. */
export interface FleetEnd {
  readonly kind: 'end';
  readonly reason: string;
}

/** Of events that are known here. */
const KINDS: ReadonlySet<string> = new Set<(FleetEvent | FleetEnd)['kind']>([
  'snapshot',
  'changed',
  'removed',
  'end',
]);
const ROOT = '/admin/api';
const PAGE = 50;
/** The longest page that is given. */
const MOST = 200;
const EVERYTHING_MS = 120_000;
/** So long without a word, and a stream of events is taken for dead. */
const SILENCE_MS = 60_000;

const queryOf = (parts: object): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parts))
    if (value !== undefined && value !== '') query.set(key, String(value));
  return query.size > 0 ? `?${query}` : '';
};

/** All that the console asks of the admin API. Everything rejects with a `RequestError`. */
export class AdminApi {
  readonly #token: () => Promise<string>;

  constructor(token: GetToken) {
    this.#token = () => token({ renew: false });
  }

  sessions(query: SessionQuery, cursor?: string, signal?: AbortSignal): Promise<Page<Session>> {
    return this.#get(`/sessions${queryOf({ ...query, limit: PAGE, cursor })}`, signal);
  }

  /** With `before`, the page of messages below that `seq`. */
  session(id: string, before?: number): Promise<SessionPage> {
    return this.#get(`/sessions/${encodeURIComponent(id)}${queryOf({ before, limit: PAGE })}`);
  }

  userSessions(userId: string, cursor?: string): Promise<Page<Session>> {
    // In the query, since a path takes `.` and `..` for something else.
    return this.sessions({ userId, sort: 'lastActivityAt', order: 'desc' }, cursor);
  }

  /** All that a query finds, as CSV. */
  sessionsCsv(query: SessionQuery): Promise<Response> {
    return this.#file(`/sessions.csv${queryOf(query)}`);
  }

  metrics(from: string, to: string): Promise<Metrics> {
    return this.#get(`/metrics${queryOf({ from, to })}`);
  }

  async providers(): Promise<readonly ProviderState[]> {
    return (await this.#get<Page<ProviderState>>('/providers')).items;
  }

  /** The first ones of `groupBy`, most tokens first; days in order. */
  async usage(groupBy: UsageGroup, from: string, to: string): Promise<readonly UsageRow[]> {
    return (await this.#get<Page<UsageRow>>(`/usage${queryOf({ groupBy, from, to, limit: MOST })}`)).items;
  }

  audit(query: AuditQuery, cursor?: string): Promise<Page<AuditEntry>> {
    return this.#get(`/audit${queryOf({ ...query, limit: PAGE, cursor })}`);
  }

  /** All that a query finds, as CSV. */
  auditCsv(query: AuditQuery): Promise<Response> {
    return this.#file(`/audit.csv${queryOf(query)}`);
  }

  deadLetters(cursor?: string): Promise<Page<DeadLetter>> {
    return this.#get(`/dead-letters${queryOf({ limit: PAGE, cursor })}`);
  }

  /** How the reader wants to be notified. */
  preferences(): Promise<Preferences> {
    return this.#get('/me/preferences');
  }

  /** Keeps it; a refusal names the field, as `body.email: rule`. */
  async keepPreferences(wanted: Preferences): Promise<void> {
    await sendJson('PUT', `${ROOT}/me/preferences`, wanted, await this.#token());
  }

  /** All who were seen, by name. */
  async admins(): Promise<readonly KnownAdmin[]> {
    return (await this.#get<Page<KnownAdmin>>('/admins')).items;
  }

  /** Forgets an admin, who is notified no more. For supervisors. */
  async removeAdmin(id: string): Promise<void> {
    const headers = bearer(await this.#token());
    // In the query, since a path takes `.` and `..` for something else.
    await ask(`${ROOT}/admins${queryOf({ id })}`, { method: 'DELETE', headers });
  }

  /** Canned replies: the reader's own, then the team's, each by short-cut. */
  async replies(): Promise<readonly CannedReply[]> {
    return (await this.#get<Page<CannedReply>>('/replies')).items;
  }

  /** Keeps one; a refusal names the field, as `body.shortcut: rule`. The team's: for supervisors. */
  async keepReply({ id, ...reply }: CannedReply): Promise<void> {
    await sendJson('PUT', `${ROOT}/replies/${id}`, reply, await this.#token());
  }

  /** Removes one. The team's: for supervisors. */
  async removeReply(id: string): Promise<void> {
    await ask(`${ROOT}/replies/${id}`, { method: 'DELETE', headers: bearer(await this.#token()) });
  }

  async retryDeadLetter(seq: number): Promise<void> {
    await ask(`${ROOT}/dead-letters/${seq}/retry`, {
      method: 'POST',
      headers: bearer(await this.#token()),
    });
  }

  async dropDeadLetter(seq: number): Promise<void> {
    await ask(`${ROOT}/dead-letters/${seq}`, { method: 'DELETE', headers: bearer(await this.#token()) });
  }

  /** What the fleet tells, until it breaks off or `signal` ends it. */
  async *events(signal: AbortSignal): AsyncGenerator<FleetEvent | FleetEnd> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      const headers = bearer(await this.#token());
      const until = AbortSignal.any([signal, silence.signal]);
      const { body } = await ask(`${ROOT}/events`, { headers, signal: until });
      if (!body) return;
      for await (const { id, event: kind, data } of eventsOf(body, heard)) {
        if (!KINDS.has(kind)) continue;
        yield { ...(JSON.parse(data) as object), kind, n: Number(id) } as FleetEvent | FleetEnd;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async #file(path: string): Promise<Response> {
    const headers = bearer(await this.#token());
    return ask(`${ROOT}${path}`, { headers, signal: AbortSignal.timeout(EVERYTHING_MS) });
  }

  async #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return getJson<T>(`${ROOT}${path}`, await this.#token(), signal);
  }
}

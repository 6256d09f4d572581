import type { Message, Note, Session } from '@parley/protocol';
import { ask, bearer, getJson } from '../../http/fetchJson.ts';
import { eventsOf } from './eventsOf.ts';

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

/** A session with a page of its timeline, ascending by `seq`, and its notes. */
export interface SessionPage {
  readonly session: Session;
  readonly messages: readonly Message[];
  readonly nextCursor?: string | null;
  readonly notes: readonly Note[];
}

/** Answers, tokens, cost in US dollars and times in milliseconds of an hour. */
export interface Hour {
  readonly hour: string;
  readonly answers: number;
  readonly messages: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly avgResponseMs: number;
  readonly p95: number;
}

export interface Metrics {
  readonly now: {
    readonly active: number;
    readonly waiting: number;
    readonly held: number;
    readonly connections?: number;
  };
  readonly totals: {
    readonly sessions: number;
    readonly messages: number;
    readonly answers: number;
    readonly failed: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costUsd: number;
    readonly avgResponseMs: number;
    readonly maxResponseMs: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly avgDurationMs: number;
  };
  readonly hours: readonly Hour[];
}

export type UsageGroup = 'model' | 'user' | 'day';

export interface UsageRow {
  readonly key: string;
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export interface AuditEntry {
  readonly n: number;
  readonly who: string;
  readonly what: string;
  readonly target: string;
  readonly when: string;
  readonly where?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A message of the queue that was given up. */
export interface DeadLetter {
  readonly seq: number;
  readonly subject: string;
  readonly reason: string;
  readonly at: string;
  readonly deliveries: number;
  /** Bytes. */
  readonly size: number;
}

/** What the fleet tells: everything, then each change by its number. */
export type FleetEvent =
  | { readonly kind: 'snapshot'; readonly n: number; readonly sessions: readonly Session[] }
  | { readonly kind: 'changed'; readonly n: number; readonly session: Session }
  | { readonly kind: 'removed'; readonly n: number; readonly sessionId: string };

const ROOT = '/admin/api';
const PAGE = 50;

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
    return this.#get(`/sessions/${encodeURIComponent(id)}${queryOf({ cursor: before, limit: PAGE })}`);
  }

  userSessions(userId: string, cursor?: string): Promise<Page<Session>> {
    return this.#get(`/users/${encodeURIComponent(userId)}/sessions${queryOf({ limit: PAGE, cursor })}`);
  }

  metrics(from: string, to: string): Promise<Metrics> {
    return this.#get(`/metrics${queryOf({ from, to })}`);
  }

  async usage(groupBy: UsageGroup, from: string, to: string): Promise<readonly UsageRow[]> {
    return (await this.#get<Page<UsageRow>>(`/usage${queryOf({ groupBy, from, to })}`)).items;
  }

  audit(cursor?: string): Promise<Page<AuditEntry>> {
    return this.#get(`/audit${queryOf({ limit: PAGE, cursor })}`);
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return (await this.#get<Page<DeadLetter>>('/dead-letters')).items;
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
  async *events(signal: AbortSignal): AsyncGenerator<FleetEvent> {
    const response = await ask(`${ROOT}/events`, { headers: bearer(await this.#token()), signal });
    if (!response.body) return;
    for await (const { event, data } of eventsOf(response.body)) {
      if (event !== 'snapshot' && event !== 'change') continue;
      const told = JSON.parse(data) as FleetEvent;
      yield event === 'snapshot' ? ({ ...told, kind: 'snapshot' } as FleetEvent) : told;
    }
  }

  async #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return getJson<T>(`${ROOT}${path}`, await this.#token(), signal);
  }
}

import type { Session } from '@parley/protocol';
import { ask, bearer, getJson, sendJson } from '../../http/fetchJson.ts';
import type { AuditEntry, AuditQuery } from './audit.ts';
import type { CannedReply } from './cannedReply.ts';
import type { DeadLetter } from './deadLetter.ts';
import type { Metrics, ProviderState, UsageGroup, UsageRow } from './figures.ts';
import { fleetEvents, type FleetEnd, type FleetEvent } from './fleetEvents.ts';
import type { Page } from './page.ts';
import type { KnownAdmin, Preferences } from './people.ts';
import type { SessionPage, SessionQuery } from './sessions.ts';
import type { Undelivered } from './undelivered.ts';

/** Gives a token to use now. */
export type GetToken = (ask: { readonly renew: boolean }) => Promise<string>;

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

  async retryDeadLetter(seq: number): Promise<void> {
    await ask(`${ROOT}/dead-letters/${seq}/retry`, {
      method: 'POST',
      headers: bearer(await this.#token()),
    });
  }

  async dropDeadLetter(seq: number): Promise<void> {
    await ask(`${ROOT}/dead-letters/${seq}`, { method: 'DELETE', headers: bearer(await this.#token()) });
  }

  /** Mail and SMS that didn't arrive, begun last first. */
  undelivered(cursor?: string): Promise<Page<Undelivered>> {
    return this.#get(`/undelivered${queryOf({ limit: PAGE, cursor })}`);
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
      if (body) yield* fleetEvents(body, heard);
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

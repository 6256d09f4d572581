import type { Session } from '@parley/protocol';
import { ask, bearer, getJson, sendJson } from '../http/fetchJson.ts';
import type { OwnUsage } from './ownUsage.ts';

/** Where a search found its words in a session. */
export interface Match {
  readonly messageId: string;
  readonly seq: number;
  readonly passage: string;
  /** Of `passage`, in UTF-16 units: from, and up to. */
  readonly ranges: readonly (readonly [number, number])[];
}

export type Found = Session & { readonly match?: Match | undefined };

export interface ListPage {
  readonly items: readonly Found[];
  readonly nextCursor: string | null;
}

interface ListQuery {
  /** Which of the two lists; else both. */
  readonly archived?: boolean;
  readonly q?: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Gives a token to use now. */
export type GetToken = (ask: { readonly renew: boolean }) => Promise<string>;

const EVERYTHING_MS = 120_000;
const pathOf = (id: string): string => `/api/sessions/${encodeURIComponent(id)}`;

/** What can be asked of one's sessions over HTTP. Everything rejects with a `RequestError`. */
export class SessionsApi {
  readonly token: () => Promise<string>;

  constructor(token: GetToken) {
    this.token = () => token({ renew: false });
  }

  async list({ archived, q, cursor, limit }: ListQuery, signal?: AbortSignal): Promise<ListPage> {
    const query = new URLSearchParams({ limit: `${limit}`, archived: `${archived ?? 'all'}` });
    if (q !== undefined) query.set('q', q);
    if (cursor !== undefined) query.set('cursor', cursor);
    return getJson<ListPage>(`/api/sessions?${query}`, await this.token(), signal);
  }

  async change(
    id: string,
    change: { readonly name: string } | { readonly archived: boolean },
  ): Promise<void> {
    await sendJson('PATCH', pathOf(id), change, await this.token());
  }

  /** Goes on when the page is left. */
  async remove(id: string, token: string): Promise<void> {
    await ask(pathOf(id), { method: 'DELETE', headers: bearer(token), keepalive: true });
  }

  export(id: string, format: 'md' | 'json'): Promise<Response> {
    return this.#file(`${pathOf(id)}/export?format=${format}`);
  }

  exportAll(): Promise<Response> {
    return this.#file('/api/me/export');
  }

  /** What the reader used of the models in the last `days`, today (UTC) included. */
  async usage(days: number): Promise<OwnUsage> {
    return getJson<OwnUsage>(`/api/me/usage?days=${days}`, await this.token());
  }

  /** Deletes the reader with all that they said. */
  async erase(): Promise<void> {
    const signal = AbortSignal.timeout(EVERYTHING_MS);
    await ask('/api/me', { method: 'DELETE', headers: bearer(await this.token()), signal });
  }

  async #file(path: string): Promise<Response> {
    return ask(path, { headers: bearer(await this.token()), signal: AbortSignal.timeout(EVERYTHING_MS) });
  }
}

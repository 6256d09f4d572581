import { randomUUID } from 'node:crypto';
import type { Message, Session } from '@parley/protocol';

/** Smaller than what a run says, so that a history always comes in several pages. */
const PAGE = 37;

/** A user of a running Parley, over HTTP. */
export class Account {
  readonly userId: string;
  readonly token: string;
  readonly #url: string;

  private constructor(url: string, userId: string, token: string) {
    this.#url = url;
    this.userId = userId;
    this.token = token;
  }

  static async signIn(url: string, userId: string = randomUUID()): Promise<Account> {
    const response = await fetch(`${url}/api/auth/dev`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId }),
    });
    const { token } = (await response.json()) as { token: string };
    return new Account(url, userId, token);
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.#url}${path}`, { headers: { authorization: `Bearer ${this.token}` } });
  }

  /** Gives a session a name. */
  async rename(id: string, name: string): Promise<void> {
    const response = await this.ask('PATCH', `/api/sessions/${id}`, { name });
    if (!response.ok) throw new Error(`PATCH of ${id}: ${response.status} ${await response.text()}`);
  }

  /** Any other request; a body goes as JSON. */
  ask(method: string, path: string, body?: unknown): Promise<Response> {
    const json = body !== undefined && { 'content-type': 'application/json' };
    return fetch(`${this.#url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...json },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** The first page of the list; a query such as `q=word`. */
  async sessions(query = ''): Promise<Session[]> {
    return (await this.#json<{ items: Session[] }>(`/api/sessions?${query}`)).items;
  }

  async session(id: string): Promise<Session> {
    const { session } = await this.#json<{ session: Session }>(`/api/sessions/${id}`);
    return session;
  }

  /** The whole stored history of a session, by `seq`. */
  async messages(sessionId: string): Promise<Message[]> {
    let messages: Message[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const before: string = cursor === '' ? '' : `&before=${cursor}`;
      const page: { items: Message[]; nextCursor: string | null } = await this.#json(
        `/api/sessions/${sessionId}/messages?limit=${PAGE}${before}`,
      );
      messages = [...page.items, ...messages];
      cursor = page.nextCursor;
    }
    return messages;
  }

  async #json<T>(path: string): Promise<T> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}

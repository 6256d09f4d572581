import type { Message, Session } from '@parley/protocol';

const PAGE = 200;

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

  static async signIn(url: string, userId: string): Promise<Account> {
    const response = await fetch(`${url}/api/auth/dev`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId }),
    });
    if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    const { token } = (await response.json()) as { token: string };
    return new Account(url, userId, token);
  }

  async session(id: string): Promise<Session> {
    return (await this.get<{ session: Session }>(`/api/sessions/${id}`)).session;
  }

  /** The whole history of a session as it is kept, by `seq`. */
  async messages(sessionId: string): Promise<Message[]> {
    const pages: Message[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const before: string = cursor === '' ? '' : `&before=${cursor}`;
      const page: { items: Message[]; nextCursor: string | null } = await this.get(
        `/api/sessions/${sessionId}/messages?limit=${PAGE}${before}`,
      );
      pages.unshift(page.items);
      cursor = page.nextCursor;
    }
    return pages.flat();
  }

  /** @throws Error when it isn't answered with 2xx within 5 s */
  async get<T>(path: string): Promise<T> {
    const headers = { authorization: `Bearer ${this.token}` };
    const response = await fetch(`${this.#url}${path}`, { headers, signal: AbortSignal.timeout(5000) });
    const body = await response.text();
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${body}`);
    return JSON.parse(body) as T;
  }
}

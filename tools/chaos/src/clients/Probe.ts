import { createClient, type Client, type SessionHandle } from '@parley/client';
import { eventually } from '@parley/testing';
import { WebSocket } from 'ws';
import type { Account } from './Account.ts';

/** A client that says something and waits for its answer, to see whether people are served. */
export class Probe {
  readonly #client: Client;
  readonly #session: SessionHandle;
  readonly #account: Account;

  constructor(wsUrl: string, account: Account) {
    this.#account = account;
    this.#client = createClient({ url: wsUrl, token: async () => account.token, WebSocket });
    this.#session = this.#client.open({ new: true });
  }

  /** @throws Error when nobody serves within `timeoutMs` */
  async served(text: string, timeoutMs: number): Promise<void> {
    let asked: string | undefined;
    const said = this.#session.say(`/echo ${text}`).then(({ ref }) => void (asked = ref));
    const answered = eventually(
      'the answer to the probe',
      () => {
        const { messages } = this.#session.timeline;
        const answer = messages.findLast(({ replyTo }) => asked !== undefined && replyTo === asked);
        return answer?.status === 'complete' && answer.text === text;
      },
      { timeoutMs },
    );
    const page = eventually('the list over HTTP', () => this.#account.get('/api/sessions?limit=1'), {
      timeoutMs,
    });
    await Promise.all([Promise.race([said, answered]).then(() => answered), page]);
  }

  close(): void {
    this.#client.close();
  }
}

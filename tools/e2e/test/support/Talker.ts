import { createClient, type Client, type SessionHandle, type Timeline } from '@parley/client';
import { eventually } from '@parley/testing';
import { WebSocket } from 'ws';
import type { Account } from './Account.ts';

/** A message that was said; `ackedAt` once the server has taken it. Milliseconds of this process. */
export interface Said {
  readonly text: string;
  readonly saidAt: number;
  id?: string;
  ackedAt?: number;
}

export interface TalkerOptions {
  readonly wsUrl: string;
  readonly account: Account;
  readonly random: () => number;
  /** A new session when left out. */
  readonly sessionId?: string;
}

/** A client that talks, and notes whatever a person before it would have found wrong. */
export class Talker {
  readonly account: Account;
  readonly said: Said[] = [];
  readonly faults: string[] = [];
  /** Times that it connected. */
  connects = 0;
  readonly #client: Client;
  readonly #session: SessionHandle;
  readonly #streamed = new Map<string, { attempt: number; text: string }>();
  #socket: WebSocket | undefined;

  constructor({ wsUrl, account, random, sessionId }: TalkerOptions) {
    this.account = account;
    const opened = (socket: WebSocket): void => {
      this.#socket = socket;
      this.connects += 1;
    };
    class Line extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        opened(this);
      }
    }
    this.#client = createClient({
      url: wsUrl,
      token: async () => account.token,
      WebSocket: Line,
      random,
      onError: ({ category, code }) => this.faults.push(`told ${category}/${code}`),
    });
    this.#session = this.#client.open(sessionId === undefined ? { new: true } : { sessionId });
    this.#session.subscribe((timeline) => this.#look(timeline));
  }

  get timeline(): Timeline {
    return this.#session.timeline;
  }

  get sessionId(): string {
    const { id } = this.#session;
    if (id === undefined) throw new Error('the session is not open yet');
    return id;
  }

  async opened(): Promise<string> {
    return (await this.#session.opened).id;
  }

  /** Says something; resolves when it is acked, whatever happens in between. */
  async say(text: string): Promise<string> {
    const said: Said = { text, saidAt: performance.now() };
    this.said.push(said);
    const { ref } = await this.#session.say(text);
    said.ackedAt = performance.now();
    said.id = ref;
    return ref;
  }

  /** The session as the client holds it. */
  get session(): SessionHandle {
    return this.#session;
  }

  selectModel(model: string): Promise<unknown> {
    return this.#session.selectModel(model);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  /** Cuts the line without a word, as a lost network does. */
  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#client.close();
  }

  /** The text so far of the answer to a message; undefined while there is none. */
  answerTo(messageId: string): { id: string; text: string; status: string } | undefined {
    const { messages, streaming } = this.timeline;
    const answer = messages.find(({ replyTo }) => replyTo === messageId);
    if (!answer) return undefined;
    const text = answer.status === 'streaming' ? (streaming.get(answer.id)?.text ?? '') : answer.text;
    return { id: answer.id, text, status: answer.status };
  }

  /** Waits until the answer to a message has ended, and gives how. */
  async ended(messageId: string, timeoutMs = 20_000): Promise<{ text: string; status: string }> {
    return eventually(
      `the answer to ${messageId} has ended`,
      () => {
        const answer = this.answerTo(messageId);
        return answer && answer.status !== 'streaming' ? answer : undefined;
      },
      { timeoutMs },
    );
  }

  #look({ messages, streaming }: Timeline): void {
    const [first] = messages;
    if (first && messages.some(({ seq }, at) => seq !== first.seq + at)) this.faults.push('a gap in seq');
    for (const [id, { attempt, text }] of streaming) {
      const before = this.#streamed.get(id);
      if (before && attempt < before.attempt) this.faults.push(`${id}: attempt went back`);
      if (before && attempt === before.attempt && !text.startsWith(before.text))
        this.faults.push(`${id}: shown text changed`);
      this.#streamed.set(id, { attempt, text });
    }
  }
}

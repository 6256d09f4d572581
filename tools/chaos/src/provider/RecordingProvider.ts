import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { scriptFor, type Script } from './scriptFor.ts';
import type { SeenCall } from './SeenCall.ts';

type Content = string | readonly { readonly type: string; readonly text?: string }[];
interface ChatRequest {
  readonly messages: readonly { readonly role: string; readonly content: Content }[];
}

const ID_HEADERS = ['x-client-request-id', 'x-request-id'];
const CHARACTERS_A_TOKEN = 4;
/** Longer than its clients keep a connection: none is closed just as a call begins. */
const KEEP_ALIVE_MS = 120_000;

const textOf = (content: Content): string =>
  typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');

const chunk = (response: ServerResponse, body: object): boolean =>
  response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...body })}\n\n`);

/** A provider that speaks OpenAI's chat completions over HTTP and knows which calls it saw, and how each ended. */
export class RecordingProvider {
  readonly #server: Server;
  readonly #seen: SeenCall[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  static async start(): Promise<RecordingProvider> {
    const provider = new RecordingProvider();
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    return provider;
  }

  /** As an SDK takes it. */
  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** Every call so far, in the order in which they came. */
  get seen(): readonly SeenCall[] {
    return [...this.#seen];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [id = ''] = ID_HEADERS.flatMap((name) => request.headers[name] ?? []);
    const place = this.#seen.push({ id, seenAt: Date.now() }) - 1;
    const ended = (end: NonNullable<SeenCall['end']>): void => {
      const call = this.#seen[place];
      if (call && call.end === undefined) this.#seen[place] = { ...call, end, endedAt: Date.now() };
    };
    const gone = new AbortController();
    response.on('close', () => {
      ended('aborted');
      gone.abort();
    });
    const { messages } = (await json(request)) as ChatRequest;
    const said = textOf(messages.findLast(({ role }) => role === 'user')?.content ?? '');
    const script = scriptFor(said);
    if (script.failure === 'at once') {
      ended('failed');
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'asked to fail', type: 'server_error' } }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (!(await this.#write(script, response, gone.signal))) return;
    if (script.failure) {
      ended('failed');
      response.destroy();
      return;
    }
    // Before its last words are sent: who has heard them may hang up at once.
    ended('complete');
    chunk(response, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    const prompt = messages.reduce((sum, { content }) => sum + textOf(content).length, 0);
    const [input, output] = [Math.ceil(prompt / CHARACTERS_A_TOKEN), script.pieces.length];
    const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
    chunk(response, { choices: [], usage });
    response.end('data: [DONE]\n\n');
  }

  /** @returns false when nobody listens any more */
  async #write({ pieces, everyMs }: Script, response: ServerResponse, gone: AbortSignal): Promise<boolean> {
    for (const content of pieces) {
      await delay(everyMs, undefined, { signal: gone }).catch(() => undefined);
      if (gone.aborted) return false;
      chunk(response, { choices: [{ index: 0, delta: { content }, finish_reason: null }] });
    }
    return true;
  }
}

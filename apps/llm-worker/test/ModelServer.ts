import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChatRequest } from './ChatServer.ts';

/** How a request goes. */
export type Way =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | {
      /** The connection is reset after what is said, or goes on without a word; else the answer ends. */
      readonly after?: 'reset' | 'stall';
      readonly says: readonly string[];
      readonly thinks?: string;
      readonly everyMs?: number;
      readonly finish?: string;
    };

/** A request as the server saw it; times by `performance.now()`. */
export interface SeenRequest {
  readonly id: string;
  readonly asked: ChatRequest;
  readonly at: number;
  abortedAt?: number;
}

/** Says what each request of a model's is answered with. */
export type WayOf = (asked: ChatRequest) => Way;

/** A server of many models, that speaks OpenAI's chat completions: each has a path of its own, and so a gate. */
export class ModelServer {
  readonly seen: SeenRequest[] = [];
  /** Requests that are being answered, and the most that ever were at once. */
  running = 0;
  most = 0;
  readonly #ways = new Map<string, WayOf>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<ModelServer> {
    const server = new ModelServer();
    await new Promise<void>((resolve) => void server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** From here on the model's requests go these ways, the last one for ever. */
  goes(model: string, ...ways: [Way, ...Way[]]): void {
    const left = [...ways];
    this.#ways.set(model, () => (left.length > 1 ? left.shift() : left[0]) ?? ways[0]);
  }

  /** A model of this server for a models file. */
  model(id: string, more: object = {}): object {
    const { port } = this.#server.address() as AddressInfo;
    const own = { id, label: id, provider: 'openai', model: id, apiKey: 'key' };
    return { ...own, baseUrl: `http://127.0.0.1:${port}/${id}/v1`, price: { input: 1, output: 2 }, ...more };
  }

  /** The requests of a model so far. */
  of(model: string): SeenRequest[] {
    return this.seen.filter(({ asked }) => asked.model === model);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = (await json(request)) as ChatRequest;
    const seen: SeenRequest = { id: String(request.headers['x-request-id']), asked, at: performance.now() };
    this.seen.push(seen);
    this.most = Math.max(this.most, ++this.running);
    response.on('close', () => {
      this.running -= 1;
      if (!response.writableFinished) seen.abortedAt = performance.now();
    });
    const way = this.#ways.get(asked.model)?.(asked) ?? { says: ['Fine.'] };
    if ('status' in way) {
      response.writeHead(way.status, { 'content-type': 'application/json', ...way.headers });
      response.end(JSON.stringify({ error: { message: 'no', code: 'no' } }));
      return;
    }
    await this.#stream(response, way);
  }

  async #stream(response: ServerResponse, way: Extract<Way, { says: readonly string[] }>): Promise<void> {
    const { says, thinks, everyMs = 0, after, finish = 'stop' } = way;
    const send = (chunk: object): void =>
      void response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...chunk })}\n\n`,
      );
    const delta = (delta: object): void => send({ choices: [{ index: 0, delta, finish_reason: null }] });
    if (says.length > 0 || after !== 'stall')
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (thinks !== undefined) delta({ reasoning_content: thinks });
    for (const content of says) {
      if (response.destroyed) return;
      delta({ content });
      if (everyMs > 0) await wait(everyMs);
    }
    if (after === 'stall') return;
    if (after === 'reset') {
      // What was said gets out first.
      await wait(20);
      response.socket?.resetAndDestroy();
      return;
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
    send({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
    response.end('data: [DONE]\n\n');
  }
}

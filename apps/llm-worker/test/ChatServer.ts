import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A request for an answer, as OpenAI's API takes it. */
export interface ChatRequest {
  readonly model: string;
  readonly max_tokens?: number;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** What is answered: the text's pieces. When it throws, the stream breaks off, or the request is refused with the error's words as its code. */
export type Reply = (request: ChatRequest) => AsyncIterable<string> | Iterable<string>;

/** A server that speaks OpenAI's chat completions, as a stream. */
export class ChatServer {
  readonly requests: ChatRequest[] = [];
  /** Requests that their client broke off. */
  aborted = 0;
  readonly #server: Server;

  private constructor(reply: Reply) {
    this.#server = createServer((request, response) => {
      const answer = async (): Promise<void> => {
        const asked = (await json(request)) as ChatRequest;
        this.requests.push(asked);
        response.on('close', () => {
          if (!response.writableFinished) this.aborted += 1;
        });
        const pieces = reply(asked);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const send = (chunk: object): void =>
          void response.write(
            `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...chunk })}\n\n`,
          );
        for await (const content of pieces) {
          if (response.destroyed) return;
          send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
        }
        send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
        send({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
        response.end('data: [DONE]\n\n');
      };
      answer().catch(({ message: code }: Error) => {
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(400, { 'content-type': 'application/json' })
            .end(JSON.stringify({ error: { code } }));
      });
    });
  }

  static async start(reply: Reply): Promise<ChatServer> {
    const server = new ChatServer(reply);
    await new Promise<void>((resolve) => void server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}

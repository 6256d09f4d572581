import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** What is done with one request for an answer. */
export type Play = (call: SseCall) => Promise<void>;

/** One request, as a model's server sees it. */
export class SseCall {
  readonly request: {
    readonly model: string;
    readonly messages: readonly { role: string; content: string }[];
  };
  readonly authorization: string | undefined;
  /** The other side has gone. */
  gone = false;
  readonly #response: ServerResponse;

  constructor(incoming: IncomingMessage, response: ServerResponse, body: string) {
    this.request = JSON.parse(body) as SseCall['request'];
    this.authorization = incoming.headers.authorization;
    this.#response = response;
    response.on('close', () => (this.gone = !response.writableFinished));
  }

  begin(): void {
    this.#response.socket?.setNoDelay(true);
    this.#response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#response.flushHeaders();
  }

  /** Sends bytes, cut at these places, each piece by itself. */
  async write(bytes: Buffer, cuts: readonly number[] = []): Promise<void> {
    const places = [0, ...cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b), bytes.length];
    for (const [at, end] of places.slice(1).entries()) {
      const piece = bytes.subarray(places[at], end);
      if (piece.length > 0) this.#response.write(piece);
      await turn();
    }
  }

  end(): void {
    this.#response.end();
  }

  /** Answers with an HTTP error. */
  fail(status: number, message: string): void {
    const body = JSON.stringify({ error: { message, type: 'server_error', code: null } });
    this.#response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  /** Breaks the line off. */
  cut(): void {
    this.#response.destroy();
  }
}

/** A server that speaks OpenAI's streaming format, byte by byte as a test wants it. */
export interface SseServer {
  readonly url: string;
  /** Every request so far. */
  readonly calls: readonly SseCall[];
  /** What is done from now on. */
  play: Play;
  stop(): Promise<void>;
}

export async function startSseServer(): Promise<SseServer> {
  const calls: SseCall[] = [];
  let play: Play = async (call) => call.fail(500, 'nothing is to be played');
  const server = createServer((incoming, response) => {
    void (async () => {
      let body = '';
      for await (const piece of incoming.setEncoding('utf8')) body += String(piece);
      const call = new SseCall(incoming, response, body);
      calls.push(call);
      await play(call);
    })().catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    get play() {
      return play;
    },
    set play(next) {
      play = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

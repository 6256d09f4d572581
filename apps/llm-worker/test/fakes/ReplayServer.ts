import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/** What a request gets. */
export interface Replay {
  /** 200 unless told. */
  readonly status?: number;
  /** `text/event-stream` unless told. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, each piece written by itself. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** The pause before each piece, in milliseconds. */
  readonly everyMs?: number;
  /**
   * How it ends: in good order unless told; `reset`: the connection is broken off; `stall`: nothing comes any more.
   * With no pieces, not even the head goes out before that.
   */
  readonly end?: 'close' | 'reset' | 'stall';
}

/** A request as it came. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Pieces of the given sizes, over and over; characters are cut through wherever a size ends. */
export function cutInto(body: string | Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const pieces: Uint8Array[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = Math.max(1, sizes[n % sizes.length] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** A server that answers with what was recorded, byte by byte as told, and misbehaves as told. */
export class ReplayServer {
  readonly requests: Received[] = [];
  /** When clients broke off answers that weren't over, by `performance.now()`. */
  readonly brokenOff: number[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #reply: (request: Received) => Replay = () => ({ status: 503 });

  private constructor() {
    this.#server = createServer((request, response) => {
      const answer = async (): Promise<void> => {
        const { url = '', headers } = request;
        const received = { path: url, headers, body: await text(request) };
        this.requests.push(received);
        response.on('close', () => {
          if (!response.writableFinished) this.brokenOff.push(performance.now());
        });
        await play(response, this.#reply(received));
      };
      answer().catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(): Promise<ReplayServer> {
    const server = new ReplayServer();
    await new Promise<void>((resolve) => void server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** `http://127.0.0.1:<port>`, without a path. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What requests get from now on. Forgets those that came before. */
  play(reply: Replay | ((request: Received) => Replay)): void {
    this.requests.length = 0;
    this.brokenOff.length = 0;
    this.#reply = typeof reply === 'function' ? reply : () => reply;
  }

  /** Breaks every connection off, as a crash would. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}

async function play(response: ServerResponse, replay: Replay): Promise<void> {
  const { status = 200, headers = {}, pieces = [], everyMs = 0, end = 'close' } = replay;
  response.socket?.setNoDelay(true);
  response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
  for (const piece of pieces) {
    if (everyMs > 0) await wait(everyMs);
    if (response.destroyed) return;
    await new Promise<void>((resolve) => void response.write(piece, () => resolve()));
    // A turn of the loop between two pieces lets each be read by itself: else the network joins them.
    await nextTurn();
  }
  if (end === 'close') response.end();
  if (end === 'reset') response.socket?.resetAndDestroy();
}

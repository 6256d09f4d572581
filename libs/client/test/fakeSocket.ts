import type { ServerFrame } from '@parley/protocol';
import type { SocketConstructor } from '../src/index.ts';
import type { ModelServer, Peer } from './modelServer.ts';

type Listener = (event: never) => void;

/** A socket whose frames move only when they are told to, one at a time, in both directions. */
export class FakeSocket {
  readyState = 0;
  readonly protocols: string[];
  /** What the client has sent, and the server not read. */
  up: string[] = [];
  /** What the server has sent, and the client not read. */
  down: string[] = [];
  #peer: Peer | undefined;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(protocols: string[]) {
    this.protocols = protocols;
  }

  get peer(): Peer | undefined {
    return this.#peer;
  }

  /** The server takes the upgrade. */
  accept(server: ModelServer): void {
    this.readyState = 1;
    this.#peer = server.connect({
      deliver: (frame: ServerFrame) => void this.down.push(JSON.stringify(frame)),
      close: (code) => this.cut(code),
    });
  }

  send(data: string): void {
    this.up.push(data);
  }

  /** The page closes; whatever is on its way is lost. */
  close(): void {
    this.readyState = 3;
    this.up = [];
    this.#peer?.end();
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  moveUp(): void {
    const data = this.up.shift();
    if (data !== undefined) this.#peer?.receive(data);
  }

  moveDown(): void {
    const data = this.down.shift();
    if (data !== undefined && this.readyState === 1) this.tell('message', { data });
  }

  /** The line breaks: what is on its way, in either direction, is lost. */
  cut(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#peer?.end();
    this.tell('close', { code, reason: '' });
  }

  /** Whatever a socket may still tell after it was closed. */
  tell(type: string, event: { data: string } | { code: number; reason: string }): void {
    for (const listener of this.#listeners.get(type) ?? []) (listener as (event: unknown) => void)(event);
  }
}

/** A constructor that hands each new socket to `onSocket`. */
export function fakeSockets(onSocket: (socket: FakeSocket) => void): SocketConstructor {
  return class extends FakeSocket {
    constructor(_url: string, protocols: string[]) {
      super(protocols);
      onSocket(this);
    }
  };
}

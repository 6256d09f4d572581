import { createClient, type Client, type ClientOptions, type SessionHandle } from '../src/index.ts';
import { FakeClock, tick } from './fakeClock.ts';
import { fakeSockets, type FakeSocket } from './fakeSocket.ts';
import { ModelServer } from './modelServer.ts';

/** A page: a client, its session, and the socket that it has now. */
export interface Page {
  readonly client: Client;
  readonly handle: SessionHandle;
  readonly sockets: FakeSocket[];
}

export const socketOf = ({ sockets }: Page): FakeSocket => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('no socket was opened');
  return socket;
};

/** Pages, a server, a clock: everything moves only when it is told to. */
export class World {
  readonly clock = new FakeClock();
  readonly server = new ModelServer();
  readonly pages: Page[] = [];
  /** New sockets are taken by the server. */
  isUp = true;
  readonly #random: () => number;

  constructor(random: () => number = () => 0.5) {
    this.#random = random;
  }

  /** Opens a page on the active session, and lets it come up. */
  async page(
    more: Partial<ClientOptions> & { open?: { sessionId?: string; new?: boolean } } = {},
  ): Promise<Page> {
    const sockets: FakeSocket[] = [];
    const client = createClient({
      url: 'ws://test/ws',
      token: () => Promise.resolve('token'),
      clock: this.clock,
      random: this.#random,
      WebSocket: fakeSockets((socket) => {
        sockets.push(socket);
        if (this.isUp) socket.accept(this.server);
      }),
      ...more,
    });
    const page = { client, sockets, handle: client.open(more.open) };
    this.pages.push(page);
    await this.flow();
    return page;
  }

  /** Lets all frames arrive, until nothing moves. */
  async flow(): Promise<void> {
    for (let isMoving = true; isMoving;) {
      await tick();
      isMoving = false;
      for (const { sockets } of this.pages) {
        const socket = sockets.at(-1);
        if (socket && this.#move(socket)) isMoving = true;
      }
    }
  }

  #move(socket: FakeSocket): boolean {
    const waiting = socket.readyState === 1 ? socket.up.length + socket.down.length : 0;
    for (let count = socket.up.length; count > 0; count--) socket.moveUp();
    if (!this.server.isSlow) socket.peer?.finishOpen();
    for (let count = socket.down.length; count > 0; count--) socket.moveDown();
    return waiting > 0;
  }

  /** Lets `ms` pass in small steps, frames arriving in between. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.clock.advance(Math.min(left, stepMs));
      await this.flow();
    }
  }
}

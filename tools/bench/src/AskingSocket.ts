import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { protocolsOf } from './startGateway.ts';

/** A client that sends a frame and waits for the next one that comes. */
export class AskingSocket {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Connects as a user; `greets`: the server says something first. */
  static async open(port: number, userId: string, greets: boolean): Promise<AskingSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, protocolsOf(userId));
    const greeted = greets ? once(socket, 'message') : undefined;
    await once(socket, 'open');
    await greeted;
    return new AskingSocket(socket);
  }

  /** @throws Error when the answer is an error */
  async ask(type: string, frame: object): Promise<void> {
    const answer = once(this.#socket, 'message');
    this.#socket.send(JSON.stringify({ type, id: randomUUID(), ...frame }));
    const [data] = (await answer) as [Buffer];
    if (data.includes('"type":"error"')) throw new Error(`${type} was refused: ${data.toString()}`);
  }

  close(): void {
    this.#socket.terminate();
  }
}

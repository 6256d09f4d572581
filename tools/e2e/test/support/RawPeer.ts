import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { WebSocket } from 'ws';

export interface Handshake {
  readonly token?: string | undefined;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
}

/** A WebSocket that may say anything. */
export class RawPeer {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** The close code, once it is closed. */
  code: number | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(ServerFrame.parse(JSON.parse(data.toString()))));
    socket.on('close', (code) => (this.code = code));
    socket.on('error', () => undefined);
  }

  static #dial(url: string, { token, protocols = ['parley.v1'], headers = {} }: Handshake): WebSocket {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return new WebSocket(url, protocols, { headers: { ...authorization, ...headers } });
  }

  /** Connects, and waits for the welcome. */
  static async connect(url: string, handshake: Handshake): Promise<RawPeer> {
    const peer = new RawPeer(RawPeer.#dial(url, handshake));
    await eventually('the welcome', () => peer.frames.some(({ type }) => type === 'welcome'));
    return peer;
  }

  /** A handshake that is to be refused: the HTTP status and the error of the body. */
  static async refused(url: string, handshake: Handshake): Promise<{ status: number; error: unknown }> {
    const socket = RawPeer.#dial(url, handshake).on('error', () => undefined);
    const opened = once(socket, 'open').then(() => {
      throw new Error('it was not refused');
    });
    const refused = once(socket, 'unexpected-response') as Promise<[unknown, IncomingMessage]>;
    const [, response] = await Promise.race([refused, opened]);
    let body = '';
    for await (const piece of response) body += String(piece);
    socket.terminate();
    const { error } = JSON.parse(body) as { error: unknown };
    return { status: response.statusCode ?? 0, error };
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Sends a frame and waits for what answers it. */
  async ask(frame: object, id: string = randomUUID()): Promise<ServerFrame> {
    this.send({ id, ...frame });
    return this.answer(id);
  }

  answer(id: string): Promise<ServerFrame> {
    return eventually(`an answer to ${id}`, () =>
      this.frames.find((frame) => 'ref' in frame && frame.ref === id),
    );
  }

  /** Waits until a ping is answered, or the socket is closed: then `false`. */
  async alive(): Promise<boolean> {
    const id = randomUUID();
    this.send({ type: 'ping', id });
    const end = await eventually(
      'a pong or the end',
      () => this.code ?? this.frames.find((frame) => frame.type === 'pong' && frame.ref === id),
    );
    return typeof end === 'object';
  }

  /** How it was closed. */
  closed(): Promise<number> {
    return eventually('the socket is closed', () => this.code);
  }

  close(): void {
    this.socket.terminate();
  }
}

import { randomUUID } from 'node:crypto';
import { ServerFrame, type ServerFrameOf, type ServerFrameType } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { WebSocket, type ClientOptions } from 'ws';

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** A client without any wits of its own: sends what it is told, keeps what comes. Every frame must fit its schema. */
export class Peer {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly raw: string[] = [];
  readonly closed: Promise<Closed>;
  broken: unknown;

  constructor(url: string, protocols: string[], options: ClientOptions = {}) {
    this.socket = new WebSocket(url, protocols, options);
    this.socket.on('message', (data) => {
      // What arrives is text: the library's default gives it as one Buffer.
      const text = (data as Buffer).toString();
      this.raw.push(text);
      const parsed = ServerFrame.safeParse(JSON.parse(text));
      if (parsed.success) this.frames.push(parsed.data);
      else this.broken ??= parsed.error;
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Sends a frame with an id of its own unless it has one; gives the id. */
  send(frame: Record<string, unknown>): string {
    const id = typeof frame['id'] === 'string' ? frame['id'] : randomUUID();
    this.socket.send(JSON.stringify({ ...frame, id }));
    return id;
  }

  of<T extends ServerFrameType>(type: T): ServerFrameOf<T>[] {
    return this.frames.filter((frame): frame is ServerFrameOf<T> => frame.type === type);
  }

  /** The first frame of a type. */
  next<T extends ServerFrameType>(type: T, timeoutMs = 5000): Promise<ServerFrameOf<T>> {
    return eventually(`a ${type} frame`, () => this.of(type)[0], { timeoutMs, everyMs: 5 });
  }

  /** What a frame was answered with. */
  answer(ref: string, timeoutMs = 5000): Promise<ServerFrame> {
    return eventually(
      `the answer of ${ref}`,
      () => this.frames.find((frame) => 'ref' in frame && frame.ref === ref),
      { timeoutMs, everyMs: 5 },
    );
  }

  async ask(frame: Record<string, unknown>): Promise<ServerFrame> {
    return this.answer(this.send(frame));
  }

  close(): Promise<Closed> {
    this.socket.close();
    return this.closed;
  }
}

import { WebSocket } from 'ws';
import type { Connection } from './Connection.ts';

/** Who is told of what happens on sockets. */
export interface SocketOwner {
  onMessage(connection: Connection, data: Buffer, isBinary: boolean): void;
  onPing(connection: Connection, data: Buffer): void;
  onPong(connection: Connection): void;
  onClose(connection: Connection, code: number): void;
}

interface Bound {
  readonly connection: Connection;
  readonly owner: SocketOwner;
}

/** A WebSocket that knows its connection, so that all sockets share the same listeners. */
export class GatewaySocket extends WebSocket implements Partial<Bound> {
  connection?: Connection;
  owner?: SocketOwner;

  /** From now on the owner is told of what happens. */
  bind(connection: Connection, owner: SocketOwner): void {
    this.connection = connection;
    this.owner = owner;
    this.on('message', onMessage);
    this.on('ping', onPing);
    this.on('pong', onPong);
    this.on('close', onClose);
    this.on('error', onError);
  }
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  const { connection, owner } = this as WebSocket & Bound;
  owner.onMessage(connection, data as Buffer, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  const { connection, owner } = this as WebSocket & Bound;
  owner.onPing(connection, data);
}

function onPong(this: WebSocket): void {
  const { connection, owner } = this as WebSocket & Bound;
  owner.onPong(connection);
}

function onClose(this: WebSocket, code: number): void {
  const { connection, owner } = this as WebSocket & Bound;
  owner.onClose(connection, code);
}

/** A peer that breaks the WebSocket protocol, or the line: `close` follows and says which. */
function onError(): void {}

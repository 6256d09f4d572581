import type { Duplex } from 'node:stream';
import type { Verified } from '@parley/auth';
import { ParleyError, type CLOSE, type CloseName, type ServerFrame, type User } from '@parley/protocol';
import { CLOSE as CODES } from '@parley/protocol';
import { FULL } from '../limits/takeToken.ts';
import type { Strikes } from '../limits/Strikes.ts';
import type { Member } from '../sessions/Member.ts';
import type { Accepted } from '../upgrade/createUpgrade.ts';
import type { FrameQueue } from './FrameQueue.ts';
import type { GatewaySocket } from './GatewaySocket.ts';
import { textFrame } from './textFrame.ts';

type Close = (typeof CLOSE)[CloseName];
/** RFC 6455, 5.5.2 and 5.5.3: an empty ping; a pong's header. */
const PING = Buffer.from([0x89, 0]);
const PONG_AND_FINAL = 0x8a;
/** Around the id, in the frame that answers a client's `ping`: all ids have 36 characters, so its header is always the same. */
const ANSWER = '{"type":"pong","ref":"';
const ANSWER_END = '"}';
const ANSWER_HEAD = String.fromCharCode(0x81, ANSWER.length + 36 + ANSWER_END.length) + ANSWER;

/**
 * One socket and all that is known of it. There are thousands of them, so what only some need is made when they need
 * it, and nothing here is a closure or a timer.
 */
export class Connection {
  readonly id: string;
  readonly openedAt: number;
  /** Where it was opened from; `undefined`: the line was gone by then. */
  readonly address: string | undefined;
  /** The token's user; a refreshed token may change name and roles, never the id. */
  user: User;
  /** The roles that a token of it gave, before any of them was taken away. */
  granted: User['roles'];
  /** When the token was issued, in milliseconds since 1970; 0: it doesn't say. */
  issuedAt: number;
  /** When the token expires, in milliseconds since 1970. */
  expiresAt: number;
  /** Pings since the last sign of life. */
  missed = 0;
  /** Slot of the heartbeat. */
  slot = 0;
  /** Bucket of the frames. */
  framesFullAt = FULL;
  /** The socket is gone and all that was held for it is freed. */
  released = false;
  /** Outcomes that are waited for. */
  waiting = 0;
  malformed: Strikes | undefined;
  refused: Strikes | undefined;
  queue: FrameQueue | undefined;
  /** The sessions that this socket has opened, the one used longest ago first. */
  sessions: Map<string, Member> | undefined;
  readonly #socket: GatewaySocket;
  readonly #line: Duplex;
  readonly #budget: number;

  /**
   * @param line what the socket stands on
   * @param budget bytes that may wait to be read by the peer
   */
  constructor(
    socket: GatewaySocket,
    line: Duplex,
    budget: number,
    about: Accepted & { readonly id: string; readonly openedAt: number },
  ) {
    this.#socket = socket;
    this.#line = line;
    this.#budget = budget;
    this.id = about.id;
    this.address = about.address;
    this.user = about.user;
    this.granted = about.user.roles;
    this.issuedAt = about.issuedAt;
    this.expiresAt = about.expiresAt;
    this.openedAt = about.openedAt;
  }

  /** Takes a fresh token of the same user. */
  renew({ user, issuedAt, expiresAt }: Verified): void {
    this.user = user;
    this.issuedAt = issuedAt;
    this.expiresAt = expiresAt;
  }

  /** Frames are taken and sent; false as soon as either side has begun to close. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** What a log line says of this connection. */
  get about(): { connectionId: string; userId: string } {
    return { connectionId: this.id, userId: this.user.id };
  }

  send(frame: ServerFrame): void {
    this.write(textFrame(JSON.stringify(frame)));
  }

  /**
   * Writes a whole WebSocket frame, as `textFrame` makes it. A peer that doesn't read is closed as soon as more than
   * the budget waits for it. The library's own frames (close) go to the same line in the same order, since nothing is
   * compressed and so nothing waits inside of it.
   */
  write(frame: Buffer): void {
    this.#write(frame);
  }

  /**
   * Answers a client's `ping`. What is short and ASCII costs least as a string: Node copies it straight into the system
   * call.
   */
  answerPing(id: string): void {
    this.#write(ANSWER_HEAD + id + ANSWER_END);
  }

  #write(frame: Buffer | string): void {
    if (!this.isOpen) return;
    this.#line.write(frame, 'latin1');
    if (this.#line.writableLength > this.#budget) this.close(CODES.unresponsive);
  }

  /** Answers `ref` with an error. */
  refuse(ref: string | undefined, error: ParleyError): void {
    this.send({ type: 'error', ...(ref === undefined ? {} : { ref }), error: error.toWire() });
  }

  /** Says why, then closes. */
  fail(close: Close, ref: string | undefined, { category, code, message, retryAfterMs }: ParleyError): void {
    const more = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.refuse(ref, new ParleyError(category, code, message, { recoverable: false, ...more }));
    this.close(close);
  }

  /** Starts the closing handshake; a peer that doesn't take part is cut off a little later. */
  close({ code, meaning }: Close): void {
    if (this.isOpen) this.#socket.close(code, meaning);
  }

  /** Cuts the line. */
  terminate(): void {
    this.#socket.terminate();
  }

  ping(): void {
    this.write(PING);
  }

  pong(data: Buffer): void {
    this.write(Buffer.concat([Buffer.from([PONG_AND_FINAL, data.length]), data]));
  }
}

import type { Frames } from '@parley/bus';
import type { Connection } from '../connection/Connection.ts';
import { Channel } from './Channel.ts';
import { Member } from './Member.ts';

/** Sessions that one socket may have open; beyond, the one used longest ago is closed on it. */
const MOST_SESSIONS = 100;

/** Every session with sockets on this gateway. */
export class Channels {
  readonly #bus: Pick<Frames, 'subscribeOut'>;
  readonly #channels = new Map<string, Channel>();

  constructor(bus: Pick<Frames, 'subscribeOut'>) {
    this.#bus = bus;
  }

  get size(): number {
    return this.#channels.size;
  }

  [Symbol.iterator](): Iterator<Channel> {
    return this.#channels.values();
  }

  /** Adds a socket to a session whose frames then begin to flow. */
  join(connection: Connection, sessionId: string): Member {
    const channel = this.#channels.get(sessionId) ?? this.#open(sessionId);
    const member = new Member(connection, channel);
    channel.members.add(member);
    connection.sessions ??= new Map();
    connection.sessions.set(sessionId, member);
    if (connection.sessions.size > MOST_SESSIONS) {
      for (const oldest of connection.sessions.values()) {
        this.leave(oldest);
        break;
      }
    }
    return member;
  }

  leave(member: Member): void {
    const { connection, channel } = member;
    if (connection.sessions?.get(channel.sessionId) === member) connection.sessions.delete(channel.sessionId);
    if (!channel.members.delete(member) || channel.members.size > 0) return;
    channel.unsubscribe();
    this.#channels.delete(channel.sessionId);
  }

  #open(sessionId: string): Channel {
    const channel = new Channel(sessionId, (onFrame, isHeld) =>
      this.#bus.subscribeOut(sessionId, onFrame, isHeld),
    );
    this.#channels.set(sessionId, channel);
    return channel;
  }
}

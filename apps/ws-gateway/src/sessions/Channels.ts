import type { Connection } from '../connection/Connection.ts';
import { Channel, type Subscribing } from './Channel.ts';
import { Member } from './Member.ts';

/** Sessions that one socket may have; beyond, the one used longest ago that isn't watched is closed on it. */
const MOST_SESSIONS = 100;

/** Every session with sockets on this gateway. */
export class Channels {
  readonly #bus: Subscribing;
  readonly #channels = new Map<string, Channel>();

  constructor(bus: Subscribing) {
    this.#bus = bus;
  }

  get size(): number {
    return this.#channels.size;
  }

  /** Sessions that are watched here. */
  get watched(): number {
    let count = 0;
    for (const { isWatched } of this) if (isWatched) count++;
    return count;
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
        if (oldest.watching) continue;
        this.leave(oldest);
        break;
      }
    }
    return member;
  }

  /** The session as this socket has it; one that is gone it has no more. */
  memberOf({ sessions }: Connection, sessionId: string): Member | undefined {
    const member = sessions?.get(sessionId);
    return member?.open === 'gone' ? undefined : member;
  }

  leave(member: Member): void {
    const { connection, channel } = member;
    if (connection.sessions?.get(channel.sessionId) === member) connection.sessions.delete(channel.sessionId);
    if (!channel.members.delete(member)) return;
    if (channel.members.size > 0) return channel.watchersChanged();
    channel.unsubscribe();
    this.#channels.delete(channel.sessionId);
  }

  /** From now on the member gets what only admins see of the session. */
  watch(member: Member): void {
    member.watching = true;
    member.channel.watchersChanged();
  }

  /** Ends that; a member that doesn't have the session open either leaves it. */
  unwatch(member: Member): void {
    member.watching = false;
    if (member.open === 'no') this.leave(member);
    else member.channel.watchersChanged();
  }

  /**
   * The session is gone: nothing of it flows any more. Its sockets only keep that it was, so that what they still send to
   * it is refused for that reason.
   */
  #end(channel: Channel): void {
    for (const member of channel.members) {
      member.open = 'gone';
      member.watching = false;
    }
    channel.members.clear();
    channel.unsubscribe();
    this.#channels.delete(channel.sessionId);
  }

  #open(sessionId: string): Channel {
    const channel: Channel = new Channel(sessionId, this.#bus, () => this.#end(channel));
    this.#channels.set(sessionId, channel);
    return channel;
  }
}

import { isAdmin } from '@parley/protocol';
import { userKey, type Frames, type Unsubscribe } from '@parley/bus';
import type { Connection } from '../connection/Connection.ts';
import { textFrame } from '../connection/textFrame.ts';

interface UserChannel {
  readonly connections: Set<Connection>;
  readonly unsubscribe: Unsubscribe;
}

/** Every user with sockets here: frames for a user reach all of them, by one subscription. */
export class UserChannels {
  readonly #bus: Pick<Frames, 'subscribeUser'>;
  readonly #channels = new Map<string, UserChannel>();

  constructor(bus: Pick<Frames, 'subscribeUser'>) {
    this.#bus = bus;
  }

  get size(): number {
    return this.#channels.size;
  }

  /** Users with sockets here who may take sessions over. */
  get admins(): number {
    let count = 0;
    for (const { connections } of this.#channels.values()) if (hasAdmin(connections)) count++;
    return count;
  }

  /** The sockets of a user here. */
  of(userId: string): Iterable<Connection> {
    return this.#channels.get(userId)?.connections ?? [];
  }

  /** Repeated for the same connection it changes nothing. */
  join(connection: Connection): void {
    const { id } = connection.user;
    const channel = this.#channels.get(id) ?? this.#open(id);
    channel.connections.add(connection);
  }

  leave(connection: Connection): void {
    const { id } = connection.user;
    const channel = this.#channels.get(id);
    if (!channel?.connections.delete(connection) || channel.connections.size > 0) return;
    channel.unsubscribe();
    this.#channels.delete(id);
  }

  #open(userId: string): UserChannel {
    const connections = new Set<Connection>();
    const unsubscribe = this.#bus.subscribeUser(
      userKey(userId),
      (bytes, { sessionId }) => {
        const frame = textFrame(bytes);
        for (const connection of connections) {
          // What it is about comes to sockets that have it open by itself, in order with the rest of it.
          if (sessionId === undefined || !connection.sessions?.has(sessionId)) connection.write(frame);
        }
      },
      // Asked about holds: whose role was taken away keeps none.
      () => hasAdmin(connections),
    );
    const channel = { connections, unsubscribe };
    this.#channels.set(userId, channel);
    return channel;
  }
}

/** One of a user's sockets may have an older token, of other roles. */
function hasAdmin(connections: Iterable<Connection>): boolean {
  for (const { user } of connections) if (isAdmin(user)) return true;
  return false;
}

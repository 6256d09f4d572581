import { fromBytes } from '@parley/bus';
import { isAdmin, ParleyError, RolesAnswer, subjects } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { askerOf } from '../handlers/askerOf.ts';
import type { Services } from '../handlers/Services.ts';
import { takeLoss } from './takeLoss.ts';

/** How long a worker may take, in milliseconds. */
const TIMEOUT_MS = 3000;

type Asking = Pick<Services, 'bus' | 'channels' | 'log' | 'now'>;

/**
 * Has a worker look at each token of an admin that comes to this gateway: it knows what was taken away from older tokens,
 * and which token is an admin's newest. Until one has, the socket has the roles that its token says, and workers look
 * themselves at whatever it asks of them.
 */
export class RoleChecks {
  readonly #services: Asking;
  /** Sockets whose token no worker has looked at yet. */
  readonly #unchecked = new Set<Connection>();

  constructor(services: Asking) {
    this.#services = services;
  }

  get size(): number {
    return this.#unchecked.size;
  }

  /** The socket has a new token, or may have missed that a role was taken away. */
  check(connection: Connection): void {
    if (!isAdmin(connection.user)) return;
    this.#unchecked.add(connection);
    void this.#ask(connection);
  }

  /** Asks again for those that no worker has answered for. */
  again(): void {
    for (const connection of this.#unchecked) void this.#ask(connection);
  }

  forget(connection: Connection): void {
    this.#unchecked.delete(connection);
  }

  async #ask(connection: Connection): Promise<void> {
    const { bus, log, now } = this.#services;
    const { issuedAt } = connection;
    try {
      const request = { ...askerOf(connection), at: now() };
      const reply = await bus.request(subjects.userRoles, request, { timeoutMs: TIMEOUT_MS });
      if (reply.kind !== 'answer' || connection.issuedAt !== issuedAt) return;
      const { loss } = fromBytes(RolesAnswer, reply.payload);
      this.#unchecked.delete(connection);
      if (loss) takeLoss(connection, loss, this.#services);
    } catch (error) {
      // While workers, the queue or the database are away it is asked again.
      if (!(error instanceof ParleyError) || error.category !== 'service')
        log.error('roles.failed', error, connection.about);
    }
  }
}

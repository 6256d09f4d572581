import { fromBytes } from '@parley/bus';
import {
  AdminsAnswer,
  bothLosses,
  isAdmin,
  lossBy,
  ParleyError,
  RolesAnswer,
  subjects,
  type RoleLoss,
  type RolesRequest,
  type User,
} from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import { askerOf } from '../handlers/askerOf.ts';
import type { SessionServices } from './SessionServices.ts';
import { takeLoss } from './takeLoss.ts';

/** How long a worker may take, in milliseconds. */
const TIMEOUT_MS = 3000;
/** Tokens that are kept until a worker has looked at them; one more takes the place of the oldest. */
const MOST = 1000;

type Check = Omit<RolesRequest, 'at'>;

/**
 * Has a worker look at each token that comes here of whoever is an admin by it, or was seen as one by another: it knows
 * what was taken away from older tokens, and keeps what this one takes. It is asked until it has, whether the socket is
 * still there or not. Until then the socket has the roles that its token says, and workers look themselves at whatever it
 * asks of them. Tokens of everybody else aren't looked at.
 */
export class RoleChecks {
  readonly #services: SessionServices;
  /** What no worker has looked at yet, the oldest first. */
  readonly #unchecked = new Map<string, Check>();
  /** Who was seen as an admin, anywhere, when it was asked last. */
  #admins: ReadonlySet<string> = new Set();

  constructor(services: SessionServices) {
    this.#services = services;
  }

  get size(): number {
    return this.#unchecked.size;
  }

  /**
   * The socket has a new token, or may have missed that a role was taken away.
   * @param before roles that it had by the token before
   * @returns what its user lost by the token, as far as it is seen here; that is told to all gateways
   */
  check(connection: Connection, before?: User['roles']): RoleLoss | undefined {
    const { user, issuedAt } = connection;
    const lost = this.#lostBy(connection, before);
    if (!lost && !isAdmin(user) && !this.#admins.has(user.id)) return undefined;
    if (lost) {
      this.#services.bus.publishFleetRoles({ userId: user.id, ...lost });
      // Also while the queue is away.
      this.#take(user.id, lost);
    }
    const key = JSON.stringify([user.id, issuedAt, user.roles]);
    const known = this.#unchecked.get(key)?.lost;
    const loss = lost && known ? bothLosses(lost, known) : (lost ?? known);
    this.#keep(key, { ...askerOf(connection), ...(loss && { lost: loss }) });
    return lost;
  }

  /** Asks again what no worker has answered, and who is an admin by now. */
  async again(): Promise<void> {
    for (const [key, check] of this.#unchecked) void this.#ask(key, check);
    const { bus, log, userChannels } = this.#services;
    try {
      const reply = await bus.request(subjects.userAdmins, {}, { timeoutMs: TIMEOUT_MS });
      if (reply.kind !== 'answer') return;
      const before = this.#admins;
      this.#admins = new Set(fromBytes(AdminsAnswer, reply.payload).ids);
      // Their sockets may be here already, by newer tokens that say less.
      for (const id of this.#admins)
        if (!before.has(id)) for (const connection of userChannels.of(id)) this.check(connection);
    } catch (error) {
      if (!(error instanceof ParleyError) || error.category !== 'service') log.error('roles.failed', error);
    }
  }

  /** What the token says less than those of the other sockets that its user has here. */
  #lostBy(connection: Connection, before: User['roles'] = []): RoleLoss | undefined {
    const { user, issuedAt } = connection;
    let most = { roles: before };
    for (const other of this.#services.userChannels.of(user.id))
      if (other.issuedAt <= issuedAt && lossBy(other.user, most, 0)) most = other.user;
    return lossBy(most, user, issuedAt);
  }

  #keep(key: string, check: Check): void {
    const [oldest] = this.#unchecked.keys();
    if (oldest !== undefined && this.#unchecked.size >= MOST) this.#unchecked.delete(oldest);
    this.#unchecked.set(key, check);
    void this.#ask(key, check);
  }

  #take(userId: string, loss: RoleLoss): void {
    for (const connection of this.#services.userChannels.of(userId))
      takeLoss(connection, loss, this.#services);
  }

  async #ask(key: string, check: Check): Promise<void> {
    const { bus, log, now } = this.#services;
    const { id: userId } = check.user;
    try {
      const request = { ...check, at: now() };
      const reply = await bus.request(subjects.userRoles, request, { timeoutMs: TIMEOUT_MS });
      if (reply.kind !== 'answer') return;
      const { loss } = fromBytes(RolesAnswer, reply.payload);
      if (this.#unchecked.get(key) === check) this.#unchecked.delete(key);
      if (loss) this.#take(userId, loss);
    } catch (error) {
      // While workers, the queue or the database are away it is asked again.
      if (!(error instanceof ParleyError) || error.category !== 'service')
        log.error('roles.failed', error, { userId });
    }
  }
}

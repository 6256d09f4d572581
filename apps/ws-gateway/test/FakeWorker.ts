import { fromBytes, verdict, type Answer, type Bus, type OutHeaders } from '@parley/bus';
import {
  bothLosses,
  isAdmin,
  lossBy,
  OpenRequest,
  ParleyError,
  RolesRequest,
  subjects,
  WatchRequest,
  type Command,
  type RoleLoss,
  type ServerFrame,
} from '@parley/protocol';
import { headersOf, messageOf, newSession, sessionOf, type Kept } from './fakeSession.ts';

const noSession = (): ParleyError => new ParleyError('not_found', 'session', 'No such session.');

/**
 * Does in memory, and just as far as a gateway can see it, what the real worker does with a database. It looks at no
 * roles: what a gateway lets through is done.
 */
export class FakeWorker {
  readonly sessions = new Map<string, Kept>();
  readonly commands: Command[] = [];
  readonly opens: OpenRequest[] = [];
  /** Who asked to watch what. */
  readonly watches: WatchRequest[] = [];
  readonly drafts: WatchRequest[] = [];
  /** Whose tokens it was asked about. */
  readonly checks: RolesRequest[] = [];
  /** By which token each admin was seen last. */
  readonly admins = new Map<string, Pick<RolesRequest, 'user' | 'issuedAt'>>();
  /** What users lost of their roles. */
  readonly losses = new Map<string, RoleLoss>();
  /** Called in the middle of a draft, before its answer. */
  duringDraft: () => Promise<void> = async () => undefined;
  /** Called in the middle of an open, before its answer. */
  duringOpen: (sessionId: string) => void | Promise<void> = () => undefined;
  /** Called in the middle of a request to watch. */
  duringWatch: (sessionId: string) => void | Promise<void> = () => undefined;
  /** Whether outcomes of commands are sent. */
  answers = true;
  /** Says of roles that it can’t say. */
  refusesRoles = false;
  /** Opens any session for anybody: a worker that forgot to look. */
  opensAll = false;
  readonly #bus: Bus;
  readonly #done = new Set<string>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  start(): { stop: () => Promise<void> } {
    const ends = [
      this.#bus.respond(subjects.sessionOpen, { queue: 'worker' }, (payload) =>
        this.#open(fromBytes(OpenRequest, payload)),
      ),
      this.#bus.respond(subjects.sessionWatch, { queue: 'worker' }, (payload) =>
        this.#watch(fromBytes(WatchRequest, payload)),
      ),
      this.#bus.respond(subjects.sessionSuggest, { queue: 'worker' }, async (payload) => {
        const request = fromBytes(WatchRequest, payload);
        this.drafts.push(request);
        if (!this.sessions.has(request.sessionId)) throw noSession();
        await this.duringDraft();
        return { payload: { text: `a draft for ${request.user.id}` } };
      }),
    ];
    ends.push(
      this.#bus.respond(subjects.userRoles, { queue: 'worker' }, (payload) =>
        this.#roles(fromBytes(RolesRequest, payload)),
      ),
    );
    ends.push(
      this.#bus.respond(subjects.userAdmins, { queue: 'worker' }, () => {
        if (this.refusesRoles) throw new ParleyError('service', 'unavailable', 'The database is away.');
        return { payload: { ids: [...this.admins.keys()] } };
      }),
    );
    const consumption = this.#bus.consumeCommands({
      handler: async (command) => {
        this.#carryOut(command);
        return verdict.done;
      },
    });
    return {
      stop: async () => {
        for (const end of ends) end();
        await consumption.stop();
      },
    };
  }

  /** Publishes a frame of a session, with what goes beside it at the moment unless something else is given. */
  publish(sessionId: string, frame: ServerFrame, headers?: OutHeaders): void {
    const kept = this.sessions.get(sessionId);
    this.#bus.publishOut(sessionId, frame, headers ?? (kept ? headersOf(kept) : {}));
  }

  async #open(request: OpenRequest): Promise<Answer> {
    this.opens.push(request);
    const { frame, user } = request;
    const { id: ref, sessionId: asked } = frame;
    const last = [...this.sessions].findLast(([, { userId }]) => userId === user.id)?.[0];
    const sessionId = asked ?? (frame.new ? ref : (last ?? ref));
    const kept = this.sessions.get(sessionId);
    const foreign = kept !== undefined && kept.userId !== user.id;
    const allowed = this.opensAll || user.roles.some((role) => ['admin', 'supervisor'].includes(role));
    if (asked !== undefined && (!kept || (foreign && !allowed)))
      return { payload: { type: 'error', ref, error: noSession().toWire() } };
    const session = kept ?? newSession(user.id);
    this.sessions.set(sessionId, session);
    const headers = headersOf(session);
    const payload: ServerFrame = {
      type: 'session.opened',
      ref,
      sessionId,
      session: sessionOf(sessionId, session),
      messages: [...session.messages],
      hasMore: false,
    };
    await this.duringOpen(sessionId);
    return { payload, sessionId, foreign, ...headers };
  }

  async #watch(request: WatchRequest): Promise<Answer> {
    const kept = this.sessions.get(request.sessionId);
    const headers = kept && headersOf(kept);
    await this.duringWatch(request.sessionId);
    if (!headers) throw noSession();
    this.watches.push(request);
    return { payload: {}, ...headers };
  }

  #roles(request: RolesRequest): Answer {
    const { user, issuedAt = 0 } = request;
    if (this.refusesRoles) throw new ParleyError('service', 'unavailable', 'The database is away.');
    this.checks.push(request);
    const known = this.admins.get(user.id);
    const isOlder = (known?.issuedAt ?? 0) > issuedAt;
    const said =
      known && (isOlder ? lossBy(user, known.user, known.issuedAt ?? 0) : lossBy(known.user, user, issuedAt));
    const lost = request.lost ?? said;
    if (isAdmin(user) && !isOlder) this.admins.set(user.id, { user, issuedAt });
    const before = this.losses.get(user.id);
    const loss = lost && before ? bothLosses(before, lost) : (lost ?? before);
    if (loss) this.losses.set(user.id, loss);
    if (lost) this.#bus.publishFleetRoles({ userId: user.id, ...lost });
    return { payload: { loss } };
  }

  #carryOut(command: Command): void {
    const { frame, replyTo } = command;
    const { sessionId } = frame;
    const isRepeat = this.#done.has(frame.id);
    this.#done.add(frame.id);
    this.commands.push(command);
    const kept = this.sessions.get(sessionId);
    const error = kept && !isRepeat ? this.#change(command, kept) : undefined;
    if (replyTo === undefined || !this.answers) return;
    const ref = frame.id;
    this.#bus.reply(
      replyTo,
      error ? { type: 'error', ref, error: error.toWire() } : { type: 'ack', ref, sessionId },
    );
  }

  /** What it does to a session; or why nothing. */
  #change({ frame, user }: Command, kept: Kept): ParleyError | undefined {
    const { sessionId } = frame;
    if (frame.type === 'message.stop') return new ParleyError('not_found', 'message', 'No such answer.');
    if (frame.type === 'message.send') {
      const isOwn = kept.userId === user.id;
      if (!isOwn && kept.holder?.id !== user.id)
        return new ParleyError('conflict', 'not_holder', 'Take the session over first.');
      const rev = ++kept.rev;
      const more = { id: frame.id, text: frame.text ?? '', sender: isOwn ? 'user' : 'admin' } as const;
      const message = messageOf(sessionId, rev, more);
      kept.messages.push(message);
      this.publish(sessionId, { type: 'message.created', sessionId, rev, message });
    }
    if (frame.type === 'admin.takeover') {
      kept.holder = user;
      kept.fence++;
    }
    if (frame.type === 'admin.release') kept.holder = undefined;
    if (frame.type === 'admin.takeover' || frame.type === 'admin.release') {
      const type = kept.holder ? 'takeover.started' : 'takeover.ended';
      this.publish(sessionId, { type, sessionId, rev: ++kept.rev, admin: { id: user.id, name: user.id } });
    }
    return undefined;
  }
}

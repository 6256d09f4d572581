import type { ClientFrame, ServerFrame, ServerFrameOf } from '@parley/protocol';
import { ClientError } from './clientError.ts';
import { systemClock, type Clock } from './clock.ts';
import { Connection } from './connection.ts';
import type { ConnectionState } from './connectionState.ts';
import type { OpenedSession } from './openedSession.ts';
import { openSession } from './openSession.ts';
import { Outbox } from './outbox.ts';
import type { OutboxFrame, Reply } from './outboxEntry.ts';
import { OutboxKeeper } from './outboxKeeper.ts';
import type { OutboxStorage } from './outboxStorage.ts';
import { randomId } from './randomId.ts';
import type { SessionHandle } from './sessionHandle.ts';
import type { WhichSession } from './sessionSync.ts';
import type { SocketConstructor } from './socketLike.ts';
import type { AskToken } from './tokenSource.ts';

export interface ClientOptions {
  /** `ws://…/ws` or `wss://…/ws`. */
  readonly url: string;
  /** Called before each connect; with `renew` the last token was refused or is about to expire. */
  readonly token: AskToken;
  /** The connection has become another, or the models of its welcome have. */
  onState?(state: ConnectionState): void;
  /** Every frame, after the client has taken it. */
  onFrame?(frame: ServerFrame): void;
  /** An error of the connection itself, not of something that was sent. */
  onError?(error: ClientError): void;
  /** A connection was refused before its welcome; a browser can't read why, so the page asks `/api/config`. */
  onRefused?(): void;
  /** Keeps unacked messages over a reload. Default: none. */
  readonly storage?: OutboxStorage;
  /** Names the items of this user in `storage`, so that two users of one browser don't send each other's. */
  readonly storageKey?: string;
  /** Default: the global one. The one of the package `ws` fits. */
  readonly WebSocket?: SocketConstructor;
  readonly clock?: Clock;
  /** [0, 1). */
  readonly random?: () => number;
  /** A new UUID. */
  readonly newId?: () => string;
}

type WithoutId<F> = F extends unknown ? Omit<F, 'id'> : never;

/** One connection, and the sessions that are open on it. */
export interface Client {
  readonly state: ConnectionState;
  connect(): void;
  /** Opens a session and, if need be, connects. One that is open already gives the same handle. */
  open(which?: WhichSession): SessionHandle;
  /** Sends a frame that needs no open session (`admin.*`, `ping`). Resolves on its answer; rejects with a `ClientError`. */
  send(frame: WithoutId<OutboxFrame>): Promise<Reply>;
  /** Tries at once, or checks the line: for `online` and `visibilitychange`. */
  wake(): void;
  /** Ends the connection; what waits is rejected. Kept messages are sent by the next client. */
  close(): void;
}

/** Makes a client; it connects on the first `open` or `connect`. */
export function createClient(options: ClientOptions): Client {
  const { clock = systemClock, random = Math.random, newId = randomId } = options;
  const sessions = new Set<OpenedSession>();
  const reply = (frame: ServerFrameOf<'session.opened' | 'error'>): boolean =>
    [...sessions].some(({ sync }) => sync.reply(frame));
  const ofId = (id: string): OpenedSession | undefined => [...sessions].find(({ sync }) => sync.id === id);

  const connection = new Connection({
    url: options.url,
    token: options.token,
    Socket: options.WebSocket ?? globalThis.WebSocket,
    clock,
    random,
    newId,
    onState,
    onFrame,
    onRefused: () => options.onRefused?.(),
  });
  const outbox = new Outbox({
    clock,
    random,
    keeper: new OutboxKeeper(options.storage, options.storageKey ?? 'parley.outbox'),
    isOpen: (sessionId) => ofId(sessionId)?.sync.isOpen === true,
    send: (frame) => connection.send(frame),
    onChange: (sessionId) => ofId(sessionId)?.changed(),
  });

  function onState(state: ConnectionState): void {
    if (state.status !== 'open') outbox.disconnected();
    for (const session of sessions) {
      if (state.status === 'open') session.connected();
      else session.disconnected();
      session.changed();
    }
    if (state.status === 'open') outbox.flush();
    options.onState?.(state);
  }

  function take(frame: ServerFrame): void {
    if (frame.type === 'ack' || frame.type === 'pong') outbox.reply(frame);
    else if (frame.type === 'error') takeError(frame);
    else if (frame.type === 'session.opened') reply(frame);
    else if (frame.type === 'models.updated') modelsChanged();
    else if ('sessionId' in frame) ofId(frame.sessionId)?.sync.receive(frame);
  }

  function modelsChanged(): void {
    for (const session of sessions) session.changed();
    options.onState?.(connection.state);
  }

  function takeError(frame: ServerFrameOf<'error'>): void {
    if (outbox.reply(frame) || reply(frame)) return;
    // It was asked for again, and has been answered before; or nobody waits for it any more.
    if (frame.ref !== undefined) return;
    const error = ClientError.fromWire(frame.error);
    const { state } = connection;
    if (error.code === 'role_required' && state.status === 'open')
      for (const session of sessions) session.roleLost(state.welcome.user.id, error);
    options.onError?.(error);
  }

  function onFrame(frame: ServerFrame): void {
    take(frame);
    options.onFrame?.(frame);
  }

  function open(which: WhichSession = {}): SessionHandle {
    const held = which.sessionId === undefined ? undefined : ofId(which.sessionId);
    if (held) return held.handle;
    const opened = openSession({
      which,
      clock,
      random,
      newId,
      outbox,
      connection: () => connection.state,
      send: (frame: ClientFrame) => connection.send(frame),
      onClose: () => void sessions.delete(opened),
    });
    sessions.add(opened);
    if (connection.state.status === 'open') opened.connected();
    else connection.connect();
    return opened.handle;
  }

  return {
    get state() {
      return connection.state;
    },
    connect: () => connection.connect(),
    open,
    send: (frame) => outbox.add({ ...frame, id: newId() }),
    wake: () => connection.wake(),
    close() {
      connection.close();
      const why = new ClientError('client', 'closed', 'The client was closed.');
      outbox.release(why);
      for (const { handle } of sessions) handle.close();
    },
  };
}

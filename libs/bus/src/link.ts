import { connect, Events, type ConnectionOptions, type NatsConnection } from 'nats';
import type { Logger } from '@parley/logging';
import { busError, unavailable } from './busError.ts';
import { createOutbox, type Outbox } from './outbox.ts';

export type BusStatus = 'connected' | 'reconnecting' | 'closed';
/** Ends what the call that returned it began. */
export type Unsubscribe = () => void;

/** The connection, and what the rest of the bus needs to know of it. */
export interface Link {
  readonly nc: NatsConnection;
  /** What needs no answer goes by it; all else goes by `guard`, behind what was sent before. */
  readonly outbox: Outbox;
  readonly log: Logger;
  readonly status: () => BusStatus;
  readonly onDisconnect: (listener: () => void) => Unsubscribe;
  readonly onReconnect: (listener: () => void) => Unsubscribe;
  /**
   * Runs `work` while connected, and gives up on it as soon as the connection is lost.
   * @throws ParleyError service/unavailable (at once while disconnected) or service/timeout
   */
  readonly guard: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves to true when connected, to false when that hasn't come within `timeoutMs` or never will. */
  readonly connected: (timeoutMs: number) => Promise<boolean>;
}

/** How often it is said that the first connection is still waited for. */
const WAITING_MS = 5000;

/** Connects (and goes on trying for as long as it takes) and watches the connection. */
export async function connectLink(options: ConnectionOptions, log: Logger): Promise<Link> {
  const waiting = setInterval(() => log.warn('bus.waiting', { servers: options.servers }), WAITING_MS);
  const nc = await connect(options).finally(() => clearInterval(waiting));
  let status: BusStatus = 'connected';
  const disconnected = new Set<() => void>();
  const reconnected = new Set<() => void>();
  const become = (next: BusStatus) => {
    if (status === next || status === 'closed') return;
    status = next;
    if (next === 'reconnecting') log.warn('bus.disconnected');
    if (next === 'connected') log.info('bus.reconnected');
    for (const listener of next === 'connected' ? reconnected : disconnected) {
      try {
        listener();
      } catch (error) {
        log.error('bus.listener', error);
      }
    }
  };
  const watch = async () => {
    for await (const { type, data } of nc.status()) {
      if (type === Events.Error) log.warn('bus.refused', { code: data });
      if (type === Events.Disconnect) become('reconnecting');
      if (type === Events.Reconnect) become('connected');
    }
  };
  void watch();
  void nc.closed().then(() => become('closed'));
  const outbox = createOutbox(
    nc,
    () => status === 'connected',
    (subject, error) => log.error('bus.unsent', error, { subject }),
  );

  return {
    nc,
    outbox,
    log,
    status: () => status,
    onDisconnect: (listener) => listen(disconnected, listener),
    onReconnect: (listener) => listen(reconnected, listener),
    guard: (work) =>
      new Promise((resolve, reject) => {
        if (status !== 'connected') return reject(unavailable());
        const stop = listen(disconnected, () => reject(unavailable()));
        outbox.flush();
        work()
          .then(resolve, (error: unknown) => reject(busError(error)))
          .finally(stop);
      }),
    connected: (timeoutMs) =>
      new Promise((resolve) => {
        if (status !== 'reconnecting') return resolve(status === 'connected');
        const end = () => {
          stops.forEach((stop) => stop());
          clearTimeout(timer);
          resolve(status === 'connected');
        };
        const stops = [listen(reconnected, end), listen(disconnected, end)];
        const timer = setTimeout(end, timeoutMs);
      }),
  };
}

/** A listener is kept under a name of its own: the same function may listen twice. */
function listen(listeners: Set<() => void>, listener: () => void): Unsubscribe {
  const own = () => listener();
  listeners.add(own);
  return () => listeners.delete(own);
}

import type { Logger } from '@parley/logging';
import type { Bus } from './bus.ts';
import { unavailable } from './busError.ts';

/** The line to the queue, for a service that serves what is kept without it: nothing waits until it stands. */
export interface Line<T> {
  readonly name: 'nats';
  readonly isConnected: () => boolean;
  /** What goes over the bus. @throws ParleyError service/unavailable while the bus is away */
  readonly connected: () => T;
  /** @throws ParleyError service/unavailable or service/timeout while the queue doesn't answer */
  readonly ready: () => Promise<void>;
  /** Begins to connect, and doesn't wait for it. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * Makes a part of a service that connects to the queue for as long as that takes.
 *
 * @param connect goes on until it is connected
 * @param opened is told of the bus once it stands, and gives what goes over it
 */
export function createLine<T>(
  connect: () => Promise<Bus>,
  opened: (bus: Bus) => T,
  log: Pick<Logger, 'error'>,
): Line<T> {
  let line: { readonly bus: Bus; readonly over: T } | undefined;
  let stopped = false;
  const standing = (): { readonly bus: Bus; readonly over: T } => {
    if (line?.bus.status !== 'connected') throw unavailable();
    return line;
  };

  async function open(): Promise<void> {
    const bus = await connect();
    if (stopped) return bus.close();
    line = { bus, over: opened(bus) };
    await bus.ensureStreams();
  }

  return {
    name: 'nats',
    isConnected: () => line?.bus.status === 'connected',
    connected: () => standing().over,
    ready: async () => standing().bus.ready(),
    // Streams that couldn't be made are made by whoever else uses them; until then what goes into them is refused.
    start: () => void open().catch((error: unknown) => log.error('bus.failed', error)),
    async stop() {
      stopped = true;
      await line?.bus.close();
    },
  };
}

import type { Bus } from '@parley/bus';
import type { Part } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { ParleyError } from '@parley/protocol';
import { type Commands, createCommands } from './createCommands.ts';

/** What goes over the bus. */
export interface Connected {
  readonly bus: Bus;
  readonly commands: Commands;
}

/** The line to the queue. Pages and history are served without it, so nothing waits until it stands. */
export interface Line extends Part {
  /** @throws ParleyError service/unavailable while the bus is away */
  readonly connected: () => Connected;
  /** @throws ParleyError service/unavailable or service/timeout while the queue doesn't answer */
  readonly ready: () => Promise<void>;
}

const away = (): ParleyError =>
  new ParleyError('service', 'unavailable', 'The service can’t be reached at the moment. Please try again.', {
    retryAfterMs: 1000,
  });

/**
 * @param connect goes on until it is connected
 * @param opened is told of the bus once it stands
 */
export function createLine(connect: () => Promise<Bus>, opened: (bus: Bus) => void, log: Logger): Line {
  let line: Connected | undefined;
  let stopped = false;
  const connected = (): Connected => {
    if (line?.bus.status !== 'connected') throw away();
    return line;
  };

  async function open(): Promise<void> {
    const bus = await connect();
    if (stopped) return bus.close();
    line = { bus, commands: createCommands(bus) };
    opened(bus);
    await bus.ensureStreams();
  }

  return {
    name: 'nats',
    connected,
    ready: async () => connected().bus.ready(),
    // Streams that couldn't be made are made by whoever else uses them; until then commands are refused.
    start: () => void open().catch((error: unknown) => log.error('bus.failed', error)),
    async stop() {
      stopped = true;
      await line?.bus.close();
    },
  };
}

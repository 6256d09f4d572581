import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { faultyLine, type LineState } from './faultyLine.ts';

export type FaultProxy = {
  readonly host: string;
  readonly port: number;
  /** Connections that are open through it now. */
  connections(): number;
  /** Breaks every open connection off (a reset, as a crash of the other side); new ones are served. */
  cut(): void;
  /** `true`: breaks all off, and every new connection at once, until `down(false)`. */
  down(is: boolean): void;
  /** `true`: nothing passes any more in either direction, connections stay open, as when the network hangs. */
  pause(is: boolean): void;
  /** How long each piece of data is held back from now on, in each direction, in milliseconds. */
  delay(ms: number): void;
  close(): Promise<void>;
};

/** A TCP proxy on a free port of 127.0.0.1 that passes bytes to `target` until it is told to misbehave. */
export async function startFaultProxy(target: { host?: string; port: number }): Promise<FaultProxy> {
  const state: LineState = { delayMs: 0, paused: false };
  const pairs = new Map<Socket, { other: Socket; changed: () => void }>();
  let isDown = false;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => {});
    if (isDown) {
      client.resetAndDestroy();
      return;
    }
    const host = target.host ?? '127.0.0.1';
    const other = connect({ host, port: target.port, allowHalfOpen: true, noDelay: true });
    const lines = [faultyLine(client, other, state), faultyLine(other, client, state)];
    pairs.set(client, { other, changed: () => lines.forEach((line) => line()) });
    other.on('error', () => client.resetAndDestroy());
    client.on('close', () => {
      pairs.delete(client);
      other.destroy();
    });
    other.on('close', () => client.destroySoon());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fault proxy has no port');

  const cut = () => {
    for (const [client, { other }] of pairs) {
      other.resetAndDestroy();
      client.resetAndDestroy();
    }
  };
  const changed = () => pairs.forEach((pair) => pair.changed());
  return {
    host: '127.0.0.1',
    port: address.port,
    connections: () => pairs.size,
    cut,
    down(is) {
      isDown = is;
      if (is) cut();
    },
    pause(is) {
      state.paused = is;
      changed();
    },
    delay(ms) {
      state.delayMs = ms;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startNats, type NatsServer } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { partitionOf, type Command } from '@parley/protocol';
import { connectBus, type Bus } from '../src/index.ts';

/** A nats-server of the test's own, that can be killed and started again on the same port with the same files. */
export interface Nats {
  readonly url: string;
  bus: (name?: string) => Promise<Bus>;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  /** Stops it from doing anything (SIGSTOP) until `thaw`. */
  freeze: () => void;
  thaw: () => void;
  /** Ends the server and every bus. */
  end: () => Promise<void>;
  /** Lines that the buses logged. */
  readonly lines: string[];
}

export async function nats(): Promise<Nats> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bus-'));
  const port = await freePort();
  const start = () => startNats({ dataDir, port, key: 'a key for tests' });
  const lines: string[] = [];
  const log = createLogger({
    service: 'bus-test',
    level: 'debug',
    destination: { write: (line: string) => void lines.push(line) },
  });
  const buses: Bus[] = [];
  let server: NatsServer | undefined = await start();
  const signal = (name: NodeJS.Signals) => {
    if (server) process.kill(server.pid, name);
  };
  return {
    url: server.url,
    lines,
    async bus(name = 'test') {
      const bus = await connectBus({ url: `nats://127.0.0.1:${port}`, name, log });
      buses.push(bus);
      return bus;
    },
    async kill() {
      await server?.kill();
      server = undefined;
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async start() {
      server = await start();
    },
    async end() {
      await Promise.all(buses.map((bus) => bus.close()));
      await server?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A command of a session, with a text of its own. */
export const command = (sessionId: string = randomUUID(), text = 'hello'): Command => ({
  frame: { type: 'message.send', id: randomUUID(), sessionId, text },
  user: { id: 'ann', roles: ['user'] },
  acceptedAt: 1_700_000_000_000,
});

export const textOf = ({ frame }: Command): string =>
  frame.type === 'message.send' ? (frame.text ?? '') : '';

/** Ids of `count` sessions that share a partition. */
export function neighbours(count: number): string[] {
  const first = randomUUID();
  const found = [first];
  while (found.length < count) {
    const id = randomUUID();
    if (partitionOf(id) === partitionOf(first)) found.push(id);
  }
  return found;
}

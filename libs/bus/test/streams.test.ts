import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PARTITIONS } from '@parley/protocol';
import { connect, nanos, type JetStreamManager, type NatsConnection } from 'nats';
import type { Bus } from '../src/index.ts';
import { command, nats, type Nats } from './harness.ts';

let server: Nats;
let buses: Bus[];
let nc: NatsConnection;
let manager: JetStreamManager;
beforeAll(async () => {
  server = await nats();
  buses = await Promise.all([server.bus(), server.bus(), server.bus()]);
  nc = await connect({ servers: server.url });
  manager = await nc.jetstreamManager();
});
afterAll(async () => {
  await nc.close();
  await server.end();
});

const names = async () => (await manager.streams.names().next()).toSorted();

describe('ensureStreams', () => {
  test('is done by several services at once, and again, with the same result', async () => {
    await Promise.all(buses.map((bus) => bus.ensureStreams()));
    await buses[0]?.ensureStreams();
    expect(await names()).toEqual(['CHAT', 'DEAD', 'FAULTS', 'NOTIFY', 'TURNS']);
    const consumers = await manager.consumers.list('CHAT').next();
    expect(consumers).toHaveLength(PARTITIONS);
    for (const { config } of consumers) {
      expect(config).toMatchObject({ max_ack_pending: 1, max_deliver: -1, ack_wait: nanos(2000) });
    }
    expect(await manager.consumers.list('TURNS').next()).toHaveLength(1);
  });

  test('brings what differs up to date and keeps what is queued', async () => {
    await buses[0]?.publishCommand(command());
    await manager.streams.update('CHAT', { max_bytes: 1_000_000 });
    await manager.consumers.update('CHAT', 'commands-3', { ack_wait: nanos(60_000) });
    await buses[1]?.ensureStreams();
    const { config, state } = await manager.streams.info('CHAT');
    expect(config).toMatchObject({ retention: 'workqueue', storage: 'file', discard: 'new', max_age: 0 });
    expect(config.max_bytes).toBeGreaterThan(1_000_000);
    expect((await manager.consumers.info('CHAT', 'commands-3')).config.ack_wait).toBe(nanos(2000));
    expect(state.messages).toBe(1);
  });

  test('a session that is flooded is refused, and nobody else', async () => {
    const bus = await server.bus();
    const flooded = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: 1001 }, () => bus.publishCommand(command(flooded))),
    );
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: 'unavailable' }) }),
    ]);
    await expect(bus.publishCommand(command())).resolves.toMatchObject({ duplicate: false });
  });
});

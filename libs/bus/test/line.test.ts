import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { freePort, startNats } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { connectBus, createLine, type Bus } from '../src/index.ts';

const log = createLogger({ service: 'line-test', level: 'silent' });

test('starts without the queue, refuses until it is there, and goes on then', async () => {
  const port = await freePort();
  const opened: Bus[] = [];
  const line = createLine(
    () => connectBus({ url: `nats://127.0.0.1:${port}`, name: 'line', log }),
    (bus) => ({ bus, count: opened.push(bus) }),
    log,
  );
  line.start();
  expect(() => line.connected()).toThrow(
    expect.objectContaining({ category: 'service', code: 'unavailable' }),
  );
  await expect(line.ready()).rejects.toThrow('can’t be reached');
  expect(opened).toEqual([]);
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  const nats = await startNats({ dataDir, key: 'a key for tests', port });
  try {
    await eventually('the line stands', () => line.ready().then(() => true), { timeoutMs: 15_000 });
    expect(line.connected()).toEqual({ bus: opened[0], count: 1 });
    expect(line.connected().bus.status).toBe('connected');
    await line.stop();
    expect(() => line.connected()).toThrow('can’t be reached');
  } finally {
    await nats.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('one that is stopped before it stands closes what it gets, and tells nobody of it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  const nats = await startNats({ dataDir, key: 'a key for tests' });
  try {
    const bus = await connectBus({ url: nats.url, name: 'line', log });
    const { promise, resolve } = Promise.withResolvers<Bus>();
    let told = 0;
    const line = createLine(
      () => promise,
      () => ++told,
      log,
    );
    line.start();
    await line.stop();
    resolve(bus);
    await eventually('it is closed', () => bus.status === 'closed', { timeoutMs: 10_000 });
    expect(told).toBe(0);
    expect(() => line.connected()).toThrow('can’t be reached');
  } finally {
    await nats.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

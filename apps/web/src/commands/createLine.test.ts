import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connectBus } from '@parley/bus';
import { freePort, startNats } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import { createLine } from './createLine.ts';

test('starts without the queue, refuses until it is there, and goes on then', async () => {
  const log = createLogger({ service: 'web', level: 'silent' });
  const port = await freePort();
  const opened: unknown[] = [];
  const line = createLine(
    () => connectBus({ url: `nats://127.0.0.1:${port}`, name: 'web', log }),
    (bus) => opened.push(bus),
    log,
  );
  await line.start?.();
  expect(() => line.connected()).toThrow(
    expect.objectContaining({ category: 'service', code: 'unavailable' }),
  );
  await expect(line.ready()).rejects.toThrow();
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  const nats = await startNats({ dataDir, key: 'a key for tests', port });
  try {
    await eventually('the line stands', () => line.ready().then(() => true), { timeoutMs: 15_000 });
    expect(line.connected().bus.status).toBe('connected');
    await line.stop?.();
    expect(() => line.connected()).toThrow('can’t be reached');
  } finally {
    await nats.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 30_000);

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort, startNats, type NatsServer } from '../../src/index.ts';
import { natsClient } from './natsClient.ts';

let dataDir: string;
const running: NatsServer[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startNats>[0]> = {}): Promise<NatsServer> {
  const server = await startNats({ dataDir, key: '12e4 any key', ...options });
  running.push(server);
  return server;
}

async function publish(port: number, count: number): Promise<void> {
  const client = await natsClient(port);
  for (let i = 0; i < count; i++) {
    expect(await client.request('kept.it', `a plain secret ${i}`)).toMatchObject({ stream: 'KEPT' });
  }
  client.close();
}

async function createStream(port: number): Promise<void> {
  const client = await natsClient(port);
  const config = JSON.stringify({ name: 'KEPT', subjects: ['kept.*'], storage: 'file' });
  expect(await client.request('$JS.API.STREAM.CREATE.KEPT', config)).toMatchObject({
    config: { name: 'KEPT' },
  });
  client.close();
}

async function stored(port: number): Promise<unknown> {
  const client = await natsClient(port);
  const info = await client.request('$JS.API.STREAM.INFO.KEPT', '');
  client.close();
  return info;
}

describe('startNats', () => {
  test.each(['chachapoly', 'aes'] as const)('keeps what was acked through kill -9 (%s)', async (cipher) => {
    const first = await start({ cipher });
    await createStream(first.port);
    await publish(first.port, 50);
    expect((await first.kill()).signal).toBe('SIGKILL');
    const second = await start({ cipher, port: first.port });
    expect(second.url).toBe(first.url);
    expect(await stored(second.port)).toMatchObject({ state: { messages: 50 } });
  });

  test('syncs every write when told to, and keeps what was said after an ordinary stop', async () => {
    const monitorPort = await freePort();
    const first = await start({ syncInterval: 'always', monitorPort });
    const varz = await (await fetch(`http://127.0.0.1:${monitorPort}/varz`)).json();
    expect(varz).toMatchObject({ jetstream: { config: { sync_always: true } } });
    await createStream(first.port);
    await publish(first.port, 5);
    await first.stop();
    const second = await start({ syncInterval: 'always' });
    expect(await stored(second.port)).toMatchObject({ state: { messages: 5 } });
  });

  test('writes nothing to its files that can be read without the key', async () => {
    const server = await start();
    await createStream(server.port);
    await publish(server.port, 20);
    await server.stop();
    const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(dataDir, name),
    );
    const contents = files
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, 'latin1'));
    expect(contents.length).toBeGreaterThan(2);
    expect(contents.filter((content) => /plain secret|12e4 any key/.test(content))).toEqual([]);
  });

  test('serves its monitoring port when asked for', async () => {
    const monitorPort = await freePort();
    await start({ monitorPort });
    const answer = await fetch(`http://127.0.0.1:${monitorPort}/healthz`);
    expect(await answer.json()).toEqual({ status: 'ok' });
  });

  test('says what the server said when it can not start', async () => {
    const log = join(dataDir, 'nats.log');
    await writeFile(join(dataDir, 'jetstream'), 'a file where its folder should be');
    await expect(start({ log })).rejects.toThrow(
      /nats-server ended \(code 1\) before it was ready[^]*storage directory is not a directory/,
    );
  });

  test('refuses a port that something else has', async () => {
    const { port } = await start();
    const other = startNats({ dataDir: join(dataDir, 'other'), key: 'k', port });
    await expect(other).rejects.toThrow(`port ${port} for nats-server is taken`);
  });
});

import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import type { Parley } from '../src/index.ts';
import { ask, isAlive, newDataDir, pids, runFiles, startStack, upgrade } from './stack.ts';

const folder = newDataDir();
let parley: Parley;

beforeAll(async () => {
  parley = await startStack({ dataDir: folder.path, replicas: { gateway: 2 } });
});

afterAll(async () => {
  await parley.stop().catch(() => {});
  folder.remove();
});

describe('npm start', () => {
  test('says last that it is ready, and where', () => {
    expect(parley.lines.at(-1)).toMatch(/^Parley is ready: http:\/\/localhost:\d+$/);
  });

  test('serves each path by its service, with the addresses of the servers', async () => {
    const nats = parley.runFile('nats').url;
    expect(await ask(parley, '/some/page?q=1')).toMatchObject({
      fixture: 'pages',
      url: '/some/page?q=1',
      nats,
    });
    expect(await ask(parley, '/ws')).toMatchObject({ fixture: 'gateway' });
  });

  test('is reached by both addresses of localhost', async () => {
    const { port } = new URL(parley.url);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  test('spreads sockets over the replicas, and passes bytes both ways', async () => {
    const sockets = await Promise.all([1, 2, 3, 4].map(() => upgrade(parley)));
    for (const n of [1, 2]) {
      const { pid } = parley.runFile('gateway', n);
      expect(sockets.filter((socket) => socket.pid === pid)).toHaveLength(2);
    }
    for (const { socket } of sockets) {
      socket.write('to and fro');
      const [echo] = await once(socket, 'data');
      expect(String(echo)).toBe('to and fro');
      socket.destroy();
    }
  });

  test('has a run file and a log for each process', () => {
    const names = ['database.1', 'gateway.1', 'gateway.2', 'nats.1', 'pages.1'];
    expect(runFiles(folder.path)).toEqual(names.map((name) => `${name}.json`));
    for (const pid of pids(parley)) expect(isAlive(pid)).toBe(true);
    for (const name of names) {
      expect(statSync(join(folder.path, 'logs', `${name}.log`)).isFile()).toBe(true);
    }
    expect(readFileSync(join(folder.path, 'logs', 'nats.1.log'), 'utf8')).toContain('Server is ready');
  });

  test.each([
    ['gateway', 2],
    ['pages', 1],
    ['nats', 1],
    ['database', 1],
  ])('starts %s.%d again by itself, on the same port', async (service, n) => {
    const before = parley.runFile(service, n);
    process.kill(before.pid, 'SIGKILL');
    const after = await eventually(
      'there is another process',
      () => parley.runFile(service, n).pid !== before.pid && parley.runFile(service, n),
    );
    expect({ ...after, pid: before.pid }).toEqual(before);
    await eventually('it serves', async () => (await ask(parley, '/')) && (await ask(parley, '/ws')));
    expect(parley.lines.join('\n')).toContain(`${service}.${n} ended (SIGKILL); starting it again`);
  });

  test('a socket of a replica that died is closed, the other ones stay', async () => {
    const [first, second] = [await upgrade(parley), await upgrade(parley)];
    const closed = once(first.socket, 'close');
    process.kill(first.pid, 'SIGKILL');
    await closed;
    second.socket.write('still here');
    const [echo] = await once(second.socket, 'data');
    expect(String(echo)).toBe('still here');
    second.socket.destroy();
  });

  test('ends all of it on SIGTERM, files in run/ too', async () => {
    const { socket } = await upgrade(parley);
    socket.on('error', () => {});
    const running = pids(parley);
    const began = performance.now();
    await parley.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(running.filter(isAlive)).toEqual([]);
    expect(runFiles(folder.path)).toEqual([]);
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '@parley/infra';
import { createPicker } from '../src/createPicker.ts';

const servers: Server[] = [];
const ports: number[] = [];

beforeAll(async () => {
  for (let i = 0; i < 3; i++) {
    const port = await freePort();
    const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    ports.push(port);
  }
});

afterAll(() => servers.forEach((server) => server.close()));

test('takes them in turn, passes over one that is down, and finds it again', async () => {
  const pick = createPicker();
  const [first, second, third] = ports;
  expect([await pick(ports), await pick(ports), await pick(ports), await pick(ports)]).toEqual([
    first,
    second,
    third,
    first,
  ]);
  servers[1]?.close();
  expect([await pick(ports), await pick(ports), await pick(ports)]).toEqual([third, third, first]);
  servers[1]?.listen(second, '127.0.0.1');
  expect([await pick(ports), await pick(ports), await pick(ports)]).toContain(second);
});

test('finds none when none is there', async () => {
  expect(await createPicker()([await freePort()])).toBeUndefined();
  expect(await createPicker()([])).toBeUndefined();
});

test('a process that was kept from running takes nothing for down that answered meanwhile', async () => {
  const picked = createPicker()(ports.slice(0, 1));
  const end = performance.now() + 1_000;
  while (performance.now() < end);
  expect(await picked).toBe(ports[0]);
});

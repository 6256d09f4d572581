import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually, startFaultProxy, type FaultProxy } from '../src/index.ts';

let echo: Server;
let proxy: FaultProxy;
let sockets: Socket[];

beforeEach(async () => {
  sockets = [];
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startFaultProxy({ port: address.port });
});

afterEach(async () => {
  await proxy.close();
  sockets.forEach((socket) => socket.destroy());
  echo.close();
});

async function open(): Promise<{ socket: Socket; received: () => string; failed: () => boolean }> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  sockets.push(socket);
  let received = '';
  let failed = false;
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  socket.on('error', () => (failed = true));
  await once(socket, 'connect');
  return { socket, received: () => received, failed: () => failed };
}

describe('startFaultProxy', () => {
  test('passes everything on, both ways, ends too', async () => {
    const { socket, received } = await open();
    const sent = 'x'.repeat(5_000_000);
    socket.end(sent);
    await once(socket, 'close');
    expect(received().length).toBe(sent.length);
    await eventually('the connection is forgotten', () => proxy.connections() === 0);
  });

  test('cuts what is open and serves what comes', async () => {
    const first = await open();
    first.socket.write('a');
    await eventually('the echo came', () => first.received() === 'a');
    proxy.cut();
    await eventually('the connection is reset', () => first.failed());
    const second = await open();
    second.socket.write('b');
    await eventually('the second is served', () => second.received() === 'b');
  });

  test('while it is down, refuses', async () => {
    proxy.down(true);
    const refused = await open().catch(() => undefined);
    if (refused)
      await eventually('the connection is reset', () => refused.failed() || refused.socket.destroyed);
    proxy.down(false);
    const { socket, received } = await open();
    socket.write('c');
    await eventually('it serves again', () => received() === 'c');
  });

  test('holds everything while it is paused, and loses nothing', async () => {
    const { socket, received, failed } = await open();
    proxy.pause(true);
    const sent = 'y'.repeat(4_000_000);
    socket.write(sent);
    await delay(100);
    expect(received()).toBe('');
    proxy.pause(false);
    await eventually('all of it came', () => received().length === sent.length);
    expect(failed()).toBe(false);
  });

  test('delays each piece, and keeps their order', async () => {
    const { socket, received } = await open();
    proxy.delay(60);
    const began = performance.now();
    socket.write('1');
    await delay(20);
    socket.write('2');
    await eventually('both came', () => received() === '12', { everyMs: 2 });
    const tookMs = performance.now() - began;
    expect(tookMs).toBeGreaterThan(115);
  });
});

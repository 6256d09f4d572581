import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { openFrontDoor, type FrontDoor } from '../src/openFrontDoor.ts';

const HANDSHAKE = 'GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';

const lines = new Set<Socket>();
let door: FrontDoor;
let closeTarget: () => Promise<unknown>;

async function openBefore(answer: (line: Socket) => void): Promise<void> {
  const target = createServer((request, response) => response.end(request.url)).on(
    'upgrade',
    (_request, line) => {
      const socket = line as Socket;
      lines.add(socket.on('error', () => {}).on('close', () => lines.delete(socket)));
      socket.on('end', () => socket.end()).resume();
      answer(socket);
    },
  );
  await once(target.listen(0, '127.0.0.1'), 'listening');
  const { port } = target.address() as AddressInfo;
  door = await openFrontDoor({ port: 0, targetsOf: () => [port] });
  closeTarget = () => new Promise((resolve) => target.close(resolve));
}

const come = (): Socket => connect({ host: '127.0.0.1', port: door.port }).on('error', () => {});

afterEach(async () => {
  for (const line of lines) line.destroy();
  await door.close();
  await closeTarget();
});

test('a client that breaks its line off at any moment ends nothing but that line', async () => {
  await openBefore((line) => line.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n'));
  for (let at = 0; at < 100; at++) {
    const client = come();
    client.write(HANDSHAKE);
    await delay(at % 10);
    client.resetAndDestroy();
  }
  await eventually('the service has no lines left', () => lines.size === 0);
  const client = come();
  client.write(HANDSHAKE);
  expect(String((await once(client, 'data'))[0])).toMatch(/^HTTP\/1.1 101 /);
  client.destroy();
});

test.each([
  [
    'GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n\r\n',
    '/',
  ],
  [
    'POST /ws HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\ncontent-length: 0\r\n\r\n',
    '/ws',
  ],
  ['GET //[ HTTP/1.1\r\nhost: localhost\r\n\r\n', '//['],
])(
  'an upgrade that nobody serves, or an odd path, is answered as the plain request it is: %j',
  async (request, path) => {
    await openBefore(() => {});
    const client = come();
    client.write(request);
    const answer = String((await once(client, 'data'))[0]);
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toContain(path);
    client.destroy();
  },
);

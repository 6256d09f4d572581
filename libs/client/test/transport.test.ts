import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient, type Client, type SessionHandle, type Timeline } from '../src/index.ts';
import { ModelServer, type Peer } from './modelServer.ts';

let server: ModelServer;
let sockets: WebSocketServer;
let peers: Peer[];
let seenProtocols: string[];
const clients: Client[] = [];

beforeEach(async () => {
  server = new ModelServer();
  peers = [];
  seenProtocols = [];
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'parley.v1' });
  sockets.on('connection', (socket, request) => {
    seenProtocols.push(request.headers['sec-websocket-protocol'] ?? '');
    const peer = server.connect({
      deliver: (frame) => socket.send(JSON.stringify(frame)),
      close: (code) => socket.close(code),
    });
    peers.push(peer);
    socket.on('message', (data: Buffer) => peer.receive(data.toString('utf8')));
    socket.on('close', () => peer.end());
  });
  await once(sockets, 'listening');
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => sockets.close(resolve));
});

function start(more: Partial<Parameters<typeof createClient>[0]> = {}): Client {
  const { port } = sockets.address() as AddressInfo;
  const token = (): Promise<string> => Promise.resolve('a.b.c');
  const client = createClient({ url: `ws://127.0.0.1:${port}/ws`, token, random: () => 0, ...more });
  clients.push(client);
  return client;
}

const until = (
  handle: SessionHandle,
  what: string,
  holds: (timeline: Timeline) => boolean,
): Promise<Timeline> =>
  new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error(`not within 10 s: ${what}`)), 10_000);
    const look = (timeline: Timeline): void => {
      if (!holds(timeline)) return;
      clearTimeout(timeout);
      unsubscribe();
      resolve(timeline);
    };
    const unsubscribe = handle.subscribe(look);
    look(handle.timeline);
  });

for (const [name, more] of [
  ['the global WebSocket', {}],
  ['the package ws', { WebSocket }],
] as const) {
  test(`sends, shows and comes back over ${name}`, async () => {
    const client = start(more);
    const handle = client.open();
    const { id } = await handle.opened;
    await handle.say('hello');
    await until(handle, 'shown', ({ messages, pending }) => messages.length === 1 && pending.length === 0);
    peers[0]?.close(1012);
    server.sessions.get(id)?.say(crypto.randomUUID(), 'said elsewhere');
    const timeline = await until(handle, 'back', ({ messages }) => messages.length === 2);
    expect(timeline.messages.map(({ text }) => text)).toEqual(['hello', 'said elsewhere']);
    expect(seenProtocols).toEqual([
      expect.stringContaining('bearer.a.b.c'),
      expect.stringContaining('parley.v1'),
    ]);
    expect(server.violations).toEqual([]);
  });
}

test('a refused upgrade asks the page and tries again', async () => {
  const refused = Promise.withResolvers<void>();
  const client = start({ WebSocket, url: 'ws://127.0.0.1:1/ws', onRefused: () => refused.resolve() });
  client.connect();
  await refused.promise;
  expect(client.state.status).toBe('waiting');
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Bus } from '@parley/bus';
import { eventually } from '@parley/testing';
import { Stack, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

let stack: Stack;
let folder: string;
let file: string;
let bus: Bus;
let running: Running;
const [one, other] = [randomUUID(), randomUUID()];

const model = (id: string) => ({ id, label: id.toUpperCase(), provider: 'demo' });
/** Replaces the file as an editor does. */
async function put(...ids: string[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify({ models: ids.map(model) }));
  await rename(`${file}.new`, file);
}
const say = (worker: string, available: Record<string, boolean>): void =>
  bus.publishFleetModels({
    worker,
    models: Object.entries(available).map(([id, can]) => ({ id, available: can })),
  });
/** What a socket was told last. */
const listOf = (peer: Peer): string[] | undefined =>
  [...peer.of('welcome'), ...peer.of('models.updated')].at(-1)?.models.map(({ id }) => id);
const sees = (peer: Peer, ...ids: string[]) =>
  eventually(`the list ${ids.join()}`, () => listOf(peer)?.join() === ids.join());

beforeAll(async () => {
  stack = await Stack.start();
  folder = await mkdtemp(join(tmpdir(), 'gateway-models-'));
  file = join(folder, 'models.yaml');
  await put('a', 'b');
  bus = await stack.bus();
  running = await stack.gateway({ MODELS_FILE: file });
});
afterAll(async () => {
  await stack?.end();
  await rm(folder, { recursive: true, force: true });
});

test('the welcome lists what can be used now, and every socket hears of each change', async () => {
  const peers = [running.connect(), running.connect()];
  for (const peer of peers)
    expect((await peer.next('welcome')).models.map(({ id }) => id)).toEqual(['a', 'b']);

  say(one, { a: false, b: true });
  for (const peer of peers) await sees(peer, 'b');
  const late = running.connect();
  expect((await late.next('welcome')).models.map(({ id }) => id)).toEqual(['b']);

  say(other, { a: true, b: true });
  for (const peer of [...peers, late]) await sees(peer, 'a', 'b');
  const told = peers.map((peer) => peer.of('models.updated').length);
  say(other, { a: true, b: true });
  say(one, { a: true, b: true });
  await bus.flush();
  expect(peers.map((peer) => peer.of('models.updated').length)).toEqual(told);
  for (const peer of [...peers, late]) await peer.close();
});

test('a changed file is told to all when every worker knows it; a broken one is logged, and what was stays', async () => {
  const peer = running.connect();
  await peer.next('welcome');
  say(one, { b: true, c: true });
  await put('b', 'c');
  await sees(peer, 'b');
  say(other, { b: true, c: true });
  await sees(peer, 'b', 'c');
  await writeFile(file, '{');
  await eventually('the mistake is logged', () =>
    running.lines.find(({ event }) => event === 'models.refused'),
  );
  expect(listOf(peer)).toEqual(['b', 'c']);
  await put('c');
  await sees(peer, 'c');
  expect(peer.of('models.updated').at(-1)?.models).toEqual([
    { id: 'c', label: 'C', provider: 'demo', vision: false, voice: false },
  ]);
  await peer.close();
});

test('a gateway that comes later asks the workers', async () => {
  await put('a', 'c');
  const worker = randomUUID();
  const end = bus.subscribeFleetModelsAsked(() => say(worker, { a: false, c: true }));
  await bus.flush();
  const second = await stack.gateway({ MODELS_FILE: file });
  const peer = second.connect();
  await peer.next('welcome');
  await sees(peer, 'c');
  end();
  await peer.close();
});

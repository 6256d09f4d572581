import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CLOSE, type ServerFrame } from '@parley/protocol';
import type { ConnectionState } from '../src/index.ts';
import { socketOf, World } from './world.ts';

async function waitAfter(code: number): Promise<{ state: ConnectionState; renewed: boolean; ms: number }> {
  const world = new World();
  const asked: boolean[] = [];
  const token = ({ renew }: { renew: boolean }): Promise<string> => {
    asked.push(renew);
    return Promise.resolve('t');
  };
  const page = await world.page({ token });
  socketOf(page).cut(code);
  const { state } = page.client;
  const ms = state.status === 'waiting' ? state.retryAt - world.clock.now() : -1;
  await world.pass(70_000, 10_000);
  const renewed = asked[1] === true;
  const last = page.client.state;
  page.client.close();
  return { state: last, renewed, ms };
}

test.each(Object.values(CLOSE))('close code $code ($meaning): $client', async ({ code, client }) => {
  const { state, renewed, ms } = await waitAfter(code);
  if (client === 'stop') {
    expect(state).toEqual({ status: 'closed', why: { code, reason: '' } });
    return;
  }
  expect(state.status).toBe('open');
  expect(renewed).toBe(client === 'renew');
  if (client === 'after_minute') expect(ms).toBeGreaterThanOrEqual(60_000);
  else expect(ms).toBeLessThanOrEqual(500);
});

test('waits grow with full jitter, are bounded, and start short again after a good connection', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 24 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (n, random) => {
        const world = new World(() => random);
        world.isUp = false;
        const refusals: number[] = [];
        const page = await world.page({ onRefused: () => refusals.push(world.clock.now()) });
        for (let attempt = 0; attempt < n; attempt++) {
          socketOf(page).cut(1006);
          const { state } = page.client;
          const ms = state.status === 'waiting' ? state.retryAt - world.clock.now() : NaN;
          const most = attempt < 20 ? 2_500 : 30_000;
          expect(ms).toBeCloseTo(random * Math.min(most, 500 * 2 ** attempt), 3);
          await world.pass(ms + 1, ms + 1);
        }
        expect(refusals.length).toBe(n);
        world.isUp = true;
        socketOf(page).cut(1006);
        await world.pass(60_000, 5_000);
        expect(page.client.state.status).toBe('open');
        socketOf(page).cut(1006);
        const { state } = page.client;
        expect(state.status === 'waiting' && state.retryAt - world.clock.now()).toBeLessThanOrEqual(500);
        page.client.close();
        expect(world.clock.size).toBe(0);
      },
    ),
    { numRuns: 100 },
  );
});

test('who was welcomed, if only for a moment, isn’t as patient again as who found nobody', async () => {
  const world = new World(() => 0.999);
  world.isUp = false;
  const page = await world.page();
  for (let attempt = 0; attempt < 30; attempt++) {
    socketOf(page).cut(1006);
    await world.pass(30_000, 30_000);
  }
  world.isUp = true;
  socketOf(page).cut(1006);
  await world.pass(30_000, 1000);
  world.isUp = false;
  for (let lost = 0; lost < 3; lost++) {
    socketOf(page).cut(1006);
    const { state } = page.client;
    expect(state.status === 'waiting' && state.retryAt - world.clock.now()).toBeLessThanOrEqual(2500);
    world.isUp = true;
    await world.pass(2500, 2500);
    expect(page.client.state.status).toBe('open');
  }
});

test('goaway: leaves when told to, also when the 1012 comes earlier', async () => {
  const world = new World(() => 0);
  const page = await world.page();
  const goaway: ServerFrame = { type: 'goaway', reconnectInMs: 3000 };
  socketOf(page).peer?.say(goaway);
  await world.flow();
  await world.pass(2900, 2900);
  expect(page.sockets).toHaveLength(1);
  await world.pass(200, 200);
  expect(page.sockets).toHaveLength(2);
  expect(page.client.state.status).toBe('open');
  socketOf(page).peer?.say(goaway);
  await world.flow();
  socketOf(page).cut(1012);
  const { state } = page.client;
  expect(state.status === 'waiting' && state.retryAt - world.clock.now()).toBe(3000);
  await world.pass(3000, 3000);
  expect(page.sockets).toHaveLength(3);
});

test('a silent line is asked for a sign of life, then left', async () => {
  const world = new World();
  const page = await world.page();
  await world.pass(300_000, 5_000);
  expect(page.sockets).toHaveLength(1);
  await world.clock.advance(60_000);
  expect(socketOf(page).up.map((data) => (JSON.parse(data) as { type: string }).type)).toEqual(['ping']);
  await world.clock.advance(20_000);
  await world.flow();
  expect(page.sockets).toHaveLength(2);
  expect(page.client.state.status).toBe('open');
});

test('wake: connects at once while waiting, and finds out within 5 s that a line is dead', async () => {
  const world = new World(() => 0.9);
  const page = await world.page();
  socketOf(page).cut();
  page.client.wake();
  await world.flow();
  expect(page.client.state.status).toBe('open');
  page.client.wake();
  await world.clock.advance(5_000);
  expect(page.client.state.status).toBe('waiting');
  await world.pass(1_000);
  page.client.wake();
  await world.pass(10_000);
  expect(page.sockets).toHaveLength(3);
});

test('no welcome within 15 s counts as a loss', async () => {
  const world = new World();
  world.isUp = false;
  const page = await world.page();
  world.isUp = true;
  await world.pass(16_000, 1_000);
  expect(page.sockets).toHaveLength(2);
  expect(page.client.state.status).toBe('open');
});

test('what an old socket still tells is not heard', async () => {
  const world = new World(() => 0);
  const types: string[] = [];
  const page = await world.page({ onFrame: ({ type }) => types.push(type) });
  const old = socketOf(page);
  old.peer?.say({ type: 'goaway', reconnectInMs: 0 });
  await world.flow();
  await world.pass(100, 100);
  types.length = 0;
  old.tell('message', { data: JSON.stringify({ type: 'pong', ref: 'late' }) });
  old.tell('close', { code: 1012, reason: '' });
  await world.flow();
  expect(types).toEqual([]);
  expect(page.client.state.status).toBe('open');
  expect(page.sockets).toHaveLength(2);
});

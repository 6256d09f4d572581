import { expect, test } from '@jest/globals';
import { socketOf, World } from './world.ts';

const at = (iso: string): number => Date.parse(iso);
const tokenUntil = (ms: number): string =>
  `h.${Buffer.from(JSON.stringify({ exp: ms / 1000 })).toString('base64url')}.s`;

test('a token is refreshed a minute before it expires, by the server’s clock', async () => {
  const world = new World();
  world.server.serverTime = '2030-01-01T00:10:00.000Z';
  const expiries = ['2030-01-01T01:00:00Z', '2030-01-01T02:00:00Z', '2030-01-01T03:00:00Z'].map(at);
  const page = await world.page({ token: () => Promise.resolve(tokenUntil(expiries.shift() ?? 0)) });
  const refreshes = (): string[] =>
    world.server.received.flatMap((frame) => (frame.type === 'auth.refresh' ? [frame.token] : []));
  await world.pass(48 * 60_000, 20_000);
  expect(refreshes()).toEqual([]);
  await world.pass(2 * 60_000, 20_000);
  expect(refreshes()).toEqual([tokenUntil(at('2030-01-01T02:00:00Z'))]);
  await world.pass(61 * 60_000, 20_000);
  expect(refreshes()).toHaveLength(2);
  expect(page.sockets).toHaveLength(1);
});

test('a token that is about to expire is never used to connect; one that can’t be had is asked for again', async () => {
  const world = new World();
  const now = world.clock.now();
  const answers = [
    (): Promise<string> => Promise.reject(new Error('away')),
    (): Promise<string> => Promise.resolve(tokenUntil(now + 10_000)),
    (): Promise<string> => Promise.resolve(tokenUntil(now + 3600_000)),
  ];
  const page = await world.page({
    token: () => (answers.shift() ?? answers[0])?.() ?? Promise.reject(new Error('')),
  });
  expect(page.client.state.status).toBe('waiting');
  await world.pass(1000);
  expect(socketOf(page).protocols).toEqual(['parley.v1', `bearer.${tokenUntil(now + 3600_000)}`]);
});

test('a token that comes after the page has closed is not used', async () => {
  const world = new World();
  const { promise, resolve } = Promise.withResolvers<string>();
  const page = await world.page({ token: () => promise });
  page.client.close();
  resolve('late');
  await world.flow();
  expect(page.sockets).toEqual([]);
  expect(page.client.state).toMatchObject({ status: 'closed', why: { code: 1000 } });
});

test('a second refusal in a row asks for another token, since a refused one looks the same', async () => {
  const world = new World();
  world.isUp = false;
  const asked: boolean[] = [];
  const page = await world.page({
    token: ({ renew }) => {
      asked.push(renew);
      return Promise.resolve('t');
    },
  });
  for (let refusal = 0; refusal < 3; refusal++) {
    socketOf(page).cut(1006);
    await world.pass(10_000, 10_000);
  }
  expect(asked).toEqual([false, false, true, false]);
});

test('a welcome ends a row of refusals', async () => {
  const world = new World(() => 0);
  const asked: boolean[] = [];
  const token = ({ renew }: { renew: boolean }): Promise<string> => {
    asked.push(renew);
    return Promise.resolve('t');
  };
  world.isUp = false;
  const page = await world.page({ token });
  for (const isUp of [true, false, true]) {
    world.isUp = isUp;
    socketOf(page).cut();
    await world.pass(40_000);
  }
  expect(asked).not.toContain(true);
});

test('[P7] a refresh that is under way when the socket goes ends with it', async () => {
  const world = new World(() => 0);
  const expiry = world.clock.now() + 3600_000;
  const late = Promise.withResolvers<string>();
  const answers = [Promise.resolve(tokenUntil(expiry)), late.promise];
  const long = Promise.resolve(tokenUntil(expiry + 7200_000));
  const page = await world.page({ token: () => answers.shift() ?? long });
  await world.pass(3541_000, 20_000);
  expect(answers).toEqual([]);
  socketOf(page).cut();
  await world.pass(5_000);
  late.resolve(tokenUntil(expiry + 3600_000));
  await world.flow();
  expect(page.client.state.status).toBe('open');
  expect(world.server.received.map(({ type }) => type)).not.toContain('auth.refresh');
  page.client.close();
  expect(world.clock.size).toBe(0);
});

test('[P7] 200 rounds of coming and going leave no timer behind', async () => {
  const world = new World(() => 0);
  const page = await world.page({ token: () => Promise.resolve(tokenUntil(world.clock.now() + 3600_000)) });
  const before = world.clock.size;
  for (let round = 0; round < 200; round++) {
    socketOf(page).cut();
    await world.pass(1, 1);
  }
  expect(page.client.state.status).toBe('open');
  expect(world.clock.size).toBe(before);
});

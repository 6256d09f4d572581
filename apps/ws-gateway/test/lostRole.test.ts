import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey, type Bus } from '@parley/bus';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, tokenIssued, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';
import { close, isAck, welcomed } from './peers.ts';

let stack: Stack;
let worker: FakeWorker;
let bus: Bus;
let gateways: [Running, Running];
let sessionId = '';
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  bus = await stack.bus();
  gateways = [await stack.gateway({ PRESENCE: '100ms' }), await stack.gateway({ PRESENCE: '100ms' })];
  const owner = await welcomed(gateways[0], tokenFor('owner'));
  const answer = await owner.ask({ type: 'session.open', new: true });
  sessionId = answer.type === 'session.opened' ? answer.session.id : '';
});
afterAll(() => stack.end());

const REQUIRED = { error: { code: 'role_required' } };
/** A socket that watches. */
async function watching(running: Running, token: string): Promise<Peer> {
  const peer = await welcomed(running, token);
  expect(await peer.ask({ type: 'admin.watch', sessionId })).toMatchObject(isAck);
  return peer;
}
const refresh = (peer: Peer, token: string) => peer.ask({ type: 'auth.refresh', token });
const isTold = (peer: Peer): boolean =>
  peer.of('error').some(({ ref, error }) => ref === undefined && error.code === 'role_required');

/** Which of these sockets get what is told to whoever watches. */
async function reached(peers: readonly Peer[], offset: number): Promise<boolean[]> {
  worker.publish(sessionId, delta(sessionId, offset));
  await bus.flush();
  // Behind it: the fleet's frames and the session's come in one order.
  await Promise.all(peers.map((peer) => peer.ask({ type: 'ping' })));
  const has = (peer: Peer): boolean => peer.of('message.delta').some((one) => one.offset === offset);
  await eventually('those who watch have it', () => peers.every((peer) => isTold(peer) || has(peer)));
  return peers.map(has);
}

describe('a role that is taken away by auth.refresh', () => {
  test('[P53][P61] ends on every socket of an older token, on every gateway; newer ones stay, in any order of tokens', async () => {
    let offset = 0;
    const anyScene = fc.record({
      sockets: fc.array(fc.record({ at: fc.nat(1), age: fc.integer({ min: 1, max: 30 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      losses: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 2 }),
      left: fc.constantFrom(['user'], ['user', 'Admin'], []),
    });
    await fc.assert(
      fc.asyncProperty(anyScene, async ({ sockets, losses, left }) => {
        const id = `ada ${randomUUID()}`;
        const peers = await Promise.all(
          sockets.map(({ at, age }) =>
            watching(gateways[at] ?? gateways[0], tokenIssued(id, ['supervisor'], age)),
          ),
        );
        const losers = await Promise.all(
          losses.map((_, n) => watching(gateways[n % 2] ?? gateways[0], tokenIssued(id, ['admin'], 31))),
        );
        const answers = await Promise.all(
          losers.map((loser, n) => refresh(loser, tokenIssued(id, left, losses[n] ?? 0))),
        );
        for (const answer of answers) expect(answer).toMatchObject(isAck);
        const newest = Math.min(...losses);
        const stays = sockets.map(({ age }) => age < newest);
        await eventually('those who lost it are told', () =>
          peers.every((peer, n) => stays[n] || isTold(peer)),
        );
        expect(await reached(peers, ++offset)).toEqual(stays);
        for (const [n, peer] of peers.entries()) {
          const note = { type: 'admin.note', sessionId, text: 'x' };
          expect(await peer.ask(note)).toMatchObject(stays[n] ? isAck : REQUIRED);
          expect(isTold(peer)).toBe(!stays[n]);
        }
        expect(await bus.connected(userKey(id))).toBe(stays.includes(true));
        // A reconnect with the old token: a worker says that it gives nothing any more.
        const back = await welcomed(gateways[1], tokenIssued(id, ['admin'], newest));
        const refused = async () =>
          (await back.ask({ type: 'admin.watch', sessionId })).type === 'error' || undefined;
        expect(await eventually('it is refused', refused)).toBe(true);
        await close(...peers, ...losers, back);
      }),
      { numRuns: 30 },
    );
    expect(worker.losses.size).toBeGreaterThan(0);
  });

  test('[P61] a supervisor who is only an admin now goes on watching, and takes nothing by force', async () => {
    const id = `sue ${randomUUID()}`;
    const other = await watching(gateways[1], tokenIssued(id, ['supervisor'], 9));
    const one = await welcomed(gateways[0], tokenIssued(id, ['supervisor'], 9));
    expect(await refresh(one, tokenIssued(id, ['admin'], 5))).toMatchObject(isAck);
    await eventually('what comes from there says so', async () => {
      const note = { type: 'admin.note', sessionId, text: 'x' };
      expect(await other.ask(note)).toMatchObject(isAck);
      const { user } = worker.commands.findLast((command) => command.user.id === id) ?? {};
      return user?.roles.join() === 'admin';
    });
    expect(isTold(other)).toBe(false);
    await close(one, other);
  });

  test('[P53][P61] counts wherever the newer token is seen: on another socket, by a handshake, on any gateway', async () => {
    const anyWay = fc.record({
      way: fc.constantFrom('handshake' as const, 'refresh' as const),
      at: fc.constantFrom(0, 1),
      left: fc.constantFrom<string[]>(['user'], ['user', 'admin'], []),
      isFirst: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(anyWay, async ({ way, at, left, isFirst }) => {
        const id = `bob ${randomUUID()}`;
        const says = async () => {
          const peer = await welcomed(
            gateways[at] ?? gateways[0],
            tokenIssued(id, way === 'refresh' ? ['user'] : left, way === 'refresh' ? 31 : 5),
          );
          if (way === 'refresh') expect(await refresh(peer, tokenIssued(id, left, 5))).toMatchObject(isAck);
          return peer;
        };
        const newer = isFirst ? await says() : undefined;
        const level = left.includes('admin') ? 'admin' : 'none';
        const old = await welcomed(gateways[0], tokenIssued(id, ['supervisor'], 30));
        const watch = { type: 'admin.watch', sessionId };
        const isWatching = (await old.ask(watch)).type === 'ack';
        // Where the newer one was first, it may have been noticed before.
        if (!isWatching) expect([isFirst, level]).toEqual([true, 'none']);
        await eventually('they are known', () => worker.admins.has(id));
        const other = newer ?? (await says());
        await eventually('it is kept', () => worker.losses.get(id)?.[level] !== undefined);
        if (isWatching && level === 'none') await eventually('the older socket is told', () => isTold(old));
        if (level === 'none')
          await eventually('it watches no more', async () => (await old.ask(watch)).type === 'error');
        else expect(isTold(old)).toBe(false);
        await close(old, other);
      }),
      { numRuns: 16 },
    );
  });

  test('[P1][P61] asks a worker nothing about whoever was never seen as an admin', async () => {
    const id = `uma ${randomUUID()}`;
    const peers = await Promise.all(
      gateways.map((running) => welcomed(running, tokenIssued(id, ['user'], 9))),
    );
    for (const peer of peers) expect(await refresh(peer, tokenIssued(id, ['user'], 8))).toMatchObject(isAck);
    // Behind whatever would have been asked.
    const ada = await welcomed(gateways[0], tokenIssued(`ada ${id}`, ['admin'], 9));
    await eventually('she is known', () => worker.admins.has(`ada ${id}`));
    expect(worker.checks.filter(({ user }) => user.id === id)).toEqual([]);
    await close(...peers, ada);
  });

  test('[P61] that nobody could keep is kept once somebody can, though the socket is gone', async () => {
    const own = await Stack.start();
    const running = await own.gateway({ PRESENCE: '100ms' });
    const id = `ada ${randomUUID()}`;
    const ada = await welcomed(running, tokenIssued(id, ['admin'], 9));
    expect(await refresh(ada, tokenIssued(id, ['user'], 5))).toMatchObject({
      error: { category: 'service' },
    });
    await ada.close();
    const helper = await own.worker();
    await eventually('it is kept', () => helper.losses.get(id)?.none !== undefined);
    await eventually('nothing is left', () => running.gateway.held().unchecked === 0);
    await own.end();
  });

  test('[P61] is refused while nobody can keep it, ends at once all the same, and is kept when it comes again', async () => {
    const own = await Stack.start();
    const running = await own.gateway({ PRESENCE: '100ms' });
    const helper = await own.worker();
    const admins = await own.bus();
    const first = await welcomed(running, tokenFor('owner'));
    const answer = await first.ask({ type: 'session.open', new: true });
    const id = `ada ${randomUUID()}`;
    const [one, two] = await Promise.all([0, 1].map(() => welcomed(running, tokenIssued(id, ['admin'], 9))));
    if (!one || !two || answer.type !== 'session.opened') throw new Error('they are there');
    const watch = { type: 'admin.watch', sessionId: answer.session.id };
    for (const peer of [one, two]) expect(await peer.ask(watch)).toMatchObject(isAck);
    helper.refusesRoles = true;
    const token = tokenIssued(id, ['user'], 5);
    expect(await refresh(one, token)).toMatchObject({ error: { category: 'service' } });
    await eventually('both are told', () => isTold(one) && isTold(two));
    helper.refusesRoles = false;
    expect(await refresh(one, token)).toMatchObject(isAck);
    expect(helper.losses.get(id)).toMatchObject({ none: expect.any(Number) });
    expect(await admins.connected(userKey(id))).toBe(false);
    await own.end();
  });

  test('[P61] that a gateway missed while its queue was away is asked for when it is back', async () => {
    const own = await Stack.start();
    const running = await own.gateway({ PRESENCE: '100ms' });
    const helper = await own.worker();
    const first = await welcomed(running, tokenFor('owner'));
    const answer = await first.ask({ type: 'session.open', new: true });
    const id = `ada ${randomUUID()}`;
    const ada = await welcomed(running, tokenIssued(id, ['admin'], 9));
    const about = { sessionId: answer.type === 'session.opened' ? answer.session.id : '' };
    expect(await ada.ask({ type: 'admin.watch', ...about })).toMatchObject(isAck);
    await eventually('it was looked at', () => helper.checks.some(({ user }) => user.id === id));
    await own.killNats();
    helper.losses.set(id, { none: Date.now() });
    await own.startNats();
    await eventually('it is told', () => isTold(ada), { timeoutMs: 15_000 });
    expect(running.gateway.held()).toMatchObject({ watched: 0, admins: 0 });
    await own.end();
  });

  test('[P61] in the middle of a request to watch, or of a draft, gives nothing of the session away', async () => {
    for (const deed of ['admin.watch', 'admin.suggest']) {
      const id = `ada ${randomUUID()}`;
      const ada = await welcomed(gateways[0], tokenIssued(id, ['admin'], 9));
      const lose = async () => {
        bus.publishFleetRoles({ userId: id, none: Date.now() });
        await bus.flush();
        const { lines } = gateways[0];
        await eventually('it is heard', () =>
          lines.some(({ event, userId }) => event === 'role.lost' && userId === id),
        );
      };
      [worker.duringWatch, worker.duringDraft] = [lose, lose];
      expect(await ada.ask({ type: deed, sessionId })).toMatchObject(REQUIRED);
      [worker.duringWatch, worker.duringDraft] = [() => undefined, async () => undefined];
      worker.publish(sessionId, delta(sessionId, 999));
      await bus.flush();
      await ada.ask({ type: 'ping' });
      expect(ada.of('message.delta')).toEqual([]);
      await ada.close();
    }
    await eventually('nothing is left', () => gateways[0].gateway.held().unchecked === 0);
  });
});

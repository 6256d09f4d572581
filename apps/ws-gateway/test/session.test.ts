import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey } from '@parley/bus';
import { ParleyError } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';
import { offsets, opened } from './peers.ts';

let stack: Stack;
let worker: FakeWorker;
let one: Running;
let two: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  one = await stack.gateway();
  two = await stack.gateway();
});
afterAll(() => stack.end());

describe('a session', () => {
  test('is made once, found again, and used by all sockets of its user', async () => {
    const token = tokenFor('ann');
    const [a, b] = [one.connect(token), two.connect(token)];
    expect((await a.next('welcome')).user).toEqual({ id: 'ann', roles: ['user'] });
    await b.next('welcome');
    const sessionId = await opened(a, {});
    expect(await opened(b, {})).toBe(sessionId);
    const ref = a.send({ type: 'message.send', sessionId, text: 'hello' });
    expect(await a.answer(ref)).toEqual({ type: 'ack', ref, sessionId, messageId: ref });
    for (const peer of [a, b]) expect((await peer.next('message.created')).message.text).toBe('hello');
    await Promise.all([a.close(), b.close()]);
  });

  test('[P11] every frame of a session reaches every socket that has it open, on every gateway, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (onOne, count) => {
          const token = tokenFor(randomUUID());
          const peers = onOne.map((first) => (first ? one : two).connect(token));
          const [first] = peers;
          if (!first) return;
          await Promise.all(peers.map((peer) => peer.next('welcome')));
          const sessionId = await opened(first, { new: true });
          for (const peer of peers.slice(1)) await opened(peer, { sessionId });
          const sent = Array.from({ length: count }, (_, n) => n);
          for (const offset of sent)
            worker.publish(sessionId, delta(sessionId, offset, 'ä😀'.repeat(offset)));
          for (const peer of peers) {
            await eventually('all frames', () => offsets(peer).length >= count);
            expect(offsets(peer)).toEqual(sent);
          }
          const raw = peers.map((peer) => peer.raw.filter((text) => text.includes('message.delta')));
          for (const frames of raw) expect(frames).toEqual(raw[0]);
          await Promise.all(peers.map((peer) => peer.close()));
        },
      ),
    );
    for (const { gateway } of [one, two]) {
      await eventually('nothing is held', () => gateway.held().sessions + gateway.held().users === 0);
    }
  });

  test('[P8] live frames wait until session.opened is out; none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom('new', 'known', 'found'),
        async (during, how) => {
          const token = tokenFor(randomUUID());
          const peer = one.connect(token);
          await peer.next('welcome');
          let sessionId: string | undefined;
          if (how !== 'new') sessionId = await opened(peer, { new: true });
          const second = how === 'new' ? peer : one.connect(token);
          await second.next('welcome');
          let asked = 0;
          worker.duringOpen = async (id) => {
            asked++;
            for (let n = 0; n < during; n++) worker.publish(id, delta(id, asked * 100 + n));
          };
          const id = await opened(second, { new: { new: true }, known: { sessionId }, found: {} }[how]);
          worker.duringOpen = () => undefined;
          worker.publish(id, delta(id, 999));
          await eventually('the last frame', () => offsets(second).includes(999));
          const at = second.frames.findIndex(({ type }) => type === 'session.opened');
          const live = second.frames.findIndex(({ type }) => type === 'message.delta');
          expect(live).toBeGreaterThan(at);
          // A session that had to be found is asked for again once its frames are subscribed to.
          expect(asked).toBe(how === 'found' ? 2 : 1);
          const expected = Array.from({ length: during }, (_, n) => asked * 100 + n);
          expect(offsets(second)).toEqual([...expected, 999]);
          await Promise.all([peer.close(), second.close()]);
        },
      ),
    );
  });

  test('a flood while it is being opened is told as resync, not kept without end', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    worker.duringOpen = (id) => {
      for (let n = 0; n < 10; n++) worker.publish(id, delta(id, n, 'x'.repeat(50_000)));
    };
    const sessionId = await opened(peer, { new: true });
    worker.duringOpen = () => undefined;
    expect((await peer.next('resync')).sessionId).toBe(sessionId);
    expect(offsets(peer)).toEqual([]);
    await peer.close();
  });

  test('[P17] that is gone is forgotten on every gateway: what is sent to it is refused, and nothing follows its end', async () => {
    const token = tokenFor(randomUUID());
    const peers = [one.connect(token), two.connect(token)];
    await Promise.all(peers.map((peer) => peer.next('welcome')));
    const [a, b] = peers as [Peer, Peer];
    const sessionId = await opened(a, { new: true });
    await opened(b, { sessionId });
    const kept = worker.sessions.get(sessionId);
    worker.sessions.delete(sessionId);
    worker.publish(
      sessionId,
      { type: 'session.ended', sessionId, rev: 5, reason: 'deleted' },
      { gone: true },
    );
    for (const peer of peers) await peer.next('session.ended');
    const before = worker.commands.length;
    worker.publish(sessionId, delta(sessionId, 7));
    for (const peer of peers) {
      const messageId = randomUUID();
      for (const frame of [
        { type: 'message.send', text: 'lost?' },
        { type: 'message.edit', messageId, text: 'x' },
        { type: 'model.select', model: 'demo' },
        { type: 'help.request' },
        { type: 'session.open' },
      ])
        expect(await peer.ask({ ...frame, sessionId })).toMatchObject({
          error: { category: 'not_found', code: 'session' },
        });
      expect(offsets(peer)).toEqual([]);
    }
    expect(worker.commands).toHaveLength(before);
    // It was never there, as far as the socket can see: what comes again can be opened again.
    if (kept) worker.sessions.set(sessionId, kept);
    expect(await opened(a, { sessionId })).toBe(sessionId);
    await Promise.all(peers.map((peer) => peer.close()));
  });

  test('frames of an older fence are dropped', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    const sessionId = await opened(peer, { new: true });
    // What has no fence is of no one's hold, such as a sign of typing.
    for (const [offset, fence] of [
      [0, 1],
      [1, 2],
      [2, 1],
      [3, undefined],
      [4, 2],
    ] as const) {
      worker.publish(sessionId, delta(sessionId, offset), fence === undefined ? {} : { fence });
    }
    await eventually('the last frame', () => offsets(peer).includes(4));
    expect(offsets(peer)).toEqual([0, 1, 3, 4]);
    await peer.close();
  });

  test('[P6] is held by the sockets of its user, as long as one has it open on any gateway', async () => {
    const bus = await stack.bus();
    const ann = `ann ${randomUUID()}`;
    const [a, b, stranger] = [one.connect(tokenFor(ann)), two.connect(tokenFor(ann)), one.connect()];
    for (const peer of [a, b, stranger]) await peer.next('welcome');
    const sessionId = await opened(a, { new: true });
    await opened(b, { sessionId });
    expect(await bus.held(sessionId, userKey(ann))).toBe(true);
    expect(await bus.held(sessionId, userKey('somebody else'))).toBe(false);
    await a.close();
    expect(await bus.held(sessionId, userKey(ann))).toBe(true);
    await b.close();
    await eventually('nobody holds it', async () => !(await bus.held(sessionId, userKey(ann))));
    expect(a.frames.concat(b.frames).map(({ type }) => type)).not.toContain('error');
    await stranger.close();
  });

  test('[P6] is said to be left when the last socket closes that its user has on it here', async () => {
    const ann = `ann ${randomUUID()}`;
    const [a, b, c] = [one.connect(tokenFor(ann)), one.connect(tokenFor(ann)), two.connect(tokenFor(ann))];
    for (const peer of [a, b, c]) await peer.next('welcome');
    const [first, second] = [await opened(a, { new: true }), await opened(a, { new: true })];
    for (const peer of [b, c]) await opened(peer, { sessionId: first });
    const told = () =>
      worker.commands
        .filter(({ frame, user }) => frame.type === 'session.left' && user.id === ann)
        .map(({ frame }) => frame.sessionId);
    await a.close();
    await eventually('the second is left', () => told().length === 1);
    expect(told()).toEqual([second]);
    b.socket.terminate();
    await eventually('the first is left', () => told().length === 2);
    expect(told()).toEqual([second, first]);
    await c.close();
    await eventually('it is left there too', () => told().length === 3);
  });

  /** A session is opened though workers are asked twice for it; `during` is what becomes of each question. */
  async function openedAtLast(during: (question: number) => void | Promise<void>): Promise<void> {
    let asked = 0;
    worker.duringOpen = () => during(++asked);
    const peer = one.connect();
    await peer.next('welcome');
    await opened(peer, { new: true });
    expect(asked).toBe(2);
    worker.duringOpen = () => undefined;
    await peer.close();
  }

  test('is opened though the worker that was asked first died with the request in hand', () =>
    openedAtLast((question) => (question === 1 ? new Promise(() => undefined) : undefined)));

  test.each([
    ['is silent', () => new Promise<void>(() => undefined)],
    [
      'refuses',
      async () => {
        throw new ParleyError('service', 'unavailable', 'The database is away.');
      },
    ],
  ])('is opened by a slow worker, though the one that was asked then %s', async (_what, then) => {
    const second = Promise.withResolvers<void>();
    await openedAtLast((question) => {
      if (question === 1) return second.promise;
      // Behind whatever is answered to this one: both go by the same connection.
      setImmediate(() => second.resolve());
      return then();
    });
  });

  test('one socket has at most a hundred sessions open: the one used longest ago makes room', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    const first = await opened(peer, { new: true });
    const second = await opened(peer, { new: true });
    await peer.ask({ type: 'message.send', sessionId: first, text: 'still used' });
    for (let n = 0; n < 99; n++) await opened(peer, { new: true });
    expect(one.gateway.held().sessions).toBe(100);
    expect(await peer.ask({ type: 'message.send', sessionId: second, text: 'x' })).toMatchObject({
      error: { code: 'not_open' },
    });
    expect(await peer.ask({ type: 'message.send', sessionId: first, text: 'x' })).toMatchObject({
      type: 'ack',
    });
    await peer.close();
  });
});

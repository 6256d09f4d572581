import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey } from '@parley/bus';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

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

async function opened(peer: Peer, frame: Record<string, unknown> = {}): Promise<string> {
  const answer = await peer.ask({ type: 'session.open', ...frame });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return answer.session.id;
}
const offsets = (peer: Peer): number[] => peer.of('message.delta').map(({ offset }) => offset);

describe('a session', () => {
  test('is made once, found again, and used by all sockets of its user', async () => {
    const token = tokenFor('ann');
    const [a, b] = [one.connect(token), two.connect(token)];
    expect((await a.next('welcome')).user).toEqual({ id: 'ann', roles: ['user'] });
    await b.next('welcome');
    const sessionId = await opened(a);
    expect(await opened(b)).toBe(sessionId);
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

  test('commands are answered by their outcome', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    const sessionId = await opened(peer);
    const select = peer.send({ type: 'model.select', sessionId, model: 'demo' });
    const messageId = randomUUID();
    const stop = peer.send({ type: 'message.stop', sessionId, messageId });
    expect(await peer.answer(select)).toMatchObject({ type: 'ack', ref: select });
    for (const frame of [
      { type: 'message.regenerate', sessionId, messageId },
      { type: 'message.continue', sessionId, messageId },
      { type: 'message.edit', sessionId, messageId, text: 'other' },
      { type: 'message.feedback', sessionId, messageId, rating: 'up' },
    ]) {
      const ref = peer.send(frame);
      expect(await peer.answer(ref)).toMatchObject({ type: 'ack', ref });
    }
    expect(await peer.answer(stop)).toMatchObject({
      type: 'error',
      ref: stop,
      error: { category: 'not_found' },
    });
    expect(one.gateway.held().outcomes).toBe(0);
    await peer.close();
  });

  test('a command whose outcome does not come is unknown after ten seconds; too many wait for none', async () => {
    let elapsed = 0;
    const gateway = await stack.gateway({}, { elapsed: () => elapsed });
    const peer = gateway.connect();
    await peer.next('welcome');
    const sessionId = await opened(peer);
    worker.answers = false;
    const refs = Array.from({ length: 33 }, () =>
      peer.send({ type: 'model.select', sessionId, model: 'demo' }),
    );
    expect(await peer.answer(refs[32] ?? '')).toMatchObject({
      error: { category: 'rate_limit', code: 'frames' },
    });
    expect(gateway.gateway.held().outcomes).toBe(32);
    elapsed = 10_001;
    expect(await peer.answer(refs[0] ?? '')).toMatchObject({
      error: { category: 'service', code: 'timeout', recoverable: true },
    });
    await eventually('nobody waits', () => gateway.gateway.held().outcomes === 0);
    peer.send({ type: 'model.select', sessionId, model: 'demo' });
    await eventually('one waits', () => gateway.gateway.held().outcomes === 1);
    await peer.close();
    await eventually('nobody waits', () => gateway.gateway.held().outcomes === 0);
    worker.answers = true;
  });

  test('two sockets that use the same frame id each get their own outcome', async () => {
    const [ann, bob] = [one.connect(tokenFor('ann2')), one.connect(tokenFor('bob2'))];
    await Promise.all([ann.next('welcome'), bob.next('welcome')]);
    const [annSession, bobSession] = [await opened(ann, { new: true }), await opened(bob, { new: true })];
    const id = randomUUID();
    ann.send({ type: 'model.select', id, sessionId: annSession, model: 'demo' });
    bob.send({ type: 'model.select', id, sessionId: bobSession, model: 'demo' });
    expect(await ann.answer(id)).toMatchObject({ type: 'ack', sessionId: annSession });
    expect(await bob.answer(id)).toMatchObject({ type: 'ack', sessionId: bobSession });
    await Promise.all([ann.close(), bob.close()]);
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

  test('typing is shown to who watches, within its bound, and never answered', async () => {
    const bus = await stack.bus();
    const [peer, stranger] = [one.connect(), one.connect()];
    for (const each of [peer, stranger]) await each.next('welcome');
    const sessionId = await opened(peer, { new: true });
    const noted: unknown[] = [];
    bus.subscribeNote(sessionId, (bytes) => noted.push(JSON.parse(Buffer.from(bytes).toString())));
    await bus.flush();
    stranger.send({ type: 'typing', sessionId, active: true });
    await stranger.ask({ type: 'ping' });
    const before = peer.frames.length;
    for (let n = 0; n < 50; n++) peer.send({ type: 'typing', sessionId, active: n % 2 === 0 });
    await peer.ask({ type: 'ping' });
    await eventually('signs of typing', () => noted.length >= 10);
    await bus.flush();
    expect(noted.length).toBeLessThanOrEqual(12);
    expect(noted.slice(0, 2)).toEqual([
      { type: 'typing', sessionId, sender: 'user', active: true },
      { type: 'typing', sessionId, sender: 'user', active: false },
    ]);
    expect(peer.frames.slice(before).map(({ type }) => type)).toEqual(['pong']);
    expect(stranger.frames.map(({ type }) => type)).toEqual(['welcome', 'pong']);
    expect(worker.commands.some(({ frame }) => frame.sessionId === sessionId)).toBe(false);
    await Promise.all([peer.close(), stranger.close()]);
  });

  test('a change of a session reaches the lists of its user’s sockets, once on each', async () => {
    const bus = await stack.bus();
    const ann = `ann ${randomUUID()}`;
    const [a, b] = [one.connect(tokenFor(ann)), one.connect(tokenFor(ann))];
    for (const peer of [a, b]) await peer.next('welcome');
    const sessionId = await opened(a, { new: true });
    const frame = { type: 'session.deactivated', sessionId, rev: 2 } as const;
    // As a worker tells it.
    bus.publishOut(sessionId, frame);
    bus.publishUser(userKey(ann), frame, { sessionId });
    bus.publishUser(userKey(ann), { ...frame, rev: 3 });
    for (const peer of [a, b]) {
      await eventually('the last frame', () => peer.of('session.deactivated').some(({ rev }) => rev === 3));
      expect(peer.of('session.deactivated').map(({ rev }) => rev)).toEqual([2, 3]);
    }
    await Promise.all([a.close(), b.close()]);
  });

  test('frames for a user reach all of their sockets from the welcome on, and nobody else', async () => {
    const bus = await stack.bus();
    const [a, b, c] = [
      one.connect(tokenFor('*')),
      two.connect(tokenFor('*')),
      one.connect(tokenFor('other')),
    ];
    const sessionId = randomUUID();
    for (const peer of [a, b, c]) {
      await peer.next('welcome');
      await peer.ask({ type: 'ping' });
    }
    bus.publishUser(userKey('*'), { type: 'session.deactivated', sessionId });
    for (const peer of [a, b]) expect((await peer.next('session.deactivated')).sessionId).toBe(sessionId);
    expect(await c.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    expect(c.of('session.deactivated')).toEqual([]);
    await Promise.all([a, b, c].map((peer) => peer.close()));
  });

  test('is opened though the worker that was asked first died with the request in hand', async () => {
    let asked = 0;
    worker.duringOpen = () => (++asked === 1 ? new Promise(() => undefined) : undefined);
    const peer = one.connect();
    await peer.next('welcome');
    await opened(peer, { new: true });
    expect(asked).toBe(2);
    worker.duringOpen = () => undefined;
    await peer.close();
  });

  test('a message with files that are not there is refused, and not sent without them', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    const sessionId = await opened(peer, { new: true });
    for (const [field, files] of [
      ['attachments', { attachments: [randomUUID()] }],
      ['voice', { voice: randomUUID() }],
    ] as const) {
      expect(await peer.ask({ type: 'message.send', sessionId, text: 'look', ...files })).toMatchObject({
        error: { category: 'not_found', code: 'file', message: expect.stringContaining(field) },
      });
    }
    await peer.close();
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

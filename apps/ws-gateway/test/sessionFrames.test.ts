import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey } from '@parley/bus';
import { eventually } from '@parley/testing';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, type Running } from './harness.ts';
import { opened } from './peers.ts';

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
  test('commands are answered by their outcome', async () => {
    const peer = one.connect();
    await peer.next('welcome');
    const sessionId = await opened(peer, {});
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
    const sessionId = await opened(peer, {});
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
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bus } from '@parley/bus';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { delta, note } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, tokenWith, type Running } from './harness.ts';
import { asAdmin, close, isAck, offsets, opened, typesOf, welcomed } from './peers.ts';

let stack: Stack;
let worker: FakeWorker;
let bus: Bus;
let one: Running;
let two: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  bus = await stack.bus();
  [one, two] = [await stack.gateway(), await stack.gateway()];
});
afterAll(() => stack.end());

describe('watching', () => {
  test('[P53] shows the session live, tokens, notes and the user’s typing too, from the ack until unwatched', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const [ada, eve] = [await asAdmin(two), await asAdmin(two)];
    worker.duringWatch = (id) => worker.publish(id, delta(id, 1));
    const ref = ada.send({ type: 'admin.watch', sessionId });
    expect(await ada.answer(ref)).toEqual({ type: 'ack', ref, sessionId });
    worker.duringWatch = () => undefined;
    expect(worker.watches.at(-1)).toMatchObject({ sessionId, user: ada.of('welcome')[0]?.user });
    await eve.ask({ type: 'admin.watch', sessionId });
    expect(two.gateway.held()).toMatchObject({ sessions: 1, watched: 1, admins: 2 });
    worker.publish(sessionId, delta(sessionId, 2));
    bus.publishNote(sessionId, note(sessionId, 'seen by admins alone'));
    user.send({ type: 'typing', sessionId, active: true });
    for (const peer of [ada, eve]) {
      await eventually('the delta', () => offsets(peer).includes(2));
      expect((await peer.next('typing')).sender).toBe('user');
      expect((await peer.next('note.created')).note.text).toBe('seen by admins alone');
    }
    // What came before the answer was held back until it was out.
    expect(typesOf(ada).indexOf('ack')).toBeLessThan(typesOf(ada).indexOf('message.delta'));
    expect(offsets(ada)).toEqual([1, 2]);
    for (let n = 0; n < 2; n++)
      expect(await ada.ask({ type: 'admin.unwatch', sessionId })).toMatchObject(isAck);
    worker.publish(sessionId, delta(sessionId, 3));
    await eventually('the delta', () => offsets(eve).includes(3));
    await ada.ask({ type: 'ping' });
    expect(offsets(ada)).toEqual([1, 2]);
    expect(two.gateway.held()).toMatchObject({ sessions: 1, watched: 1 });
    expect(typesOf(user)).not.toContain('note.created');
    await eve.close();
    await eventually('it is freed', () => two.gateway.held().sessions + two.gateway.held().watched === 0);
    const watch = two.lines.filter(
      ({ event, sessionId: id }) => String(event).startsWith('watch.') && id === sessionId,
    );
    expect(watch.map(({ event, reason }) => [event, reason])).toEqual([
      ['watch.started', undefined],
      ['watch.started', undefined],
      ['watch.ended', 'unwatched'],
      ['watch.ended', 'closed'],
    ]);
    await close(user, ada);
  });

  test('a session that is also open here comes once, and stays when the watching ends', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const ada = await asAdmin(one);
    await ada.ask({ type: 'admin.watch', sessionId });
    await opened(ada, { sessionId });
    for (let n = 0; n < 2; n++) await ada.ask({ type: 'admin.watch', sessionId });
    worker.publish(sessionId, delta(sessionId, 1));
    await eventually('the delta', () => offsets(ada).length > 0);
    await ada.ask({ type: 'admin.unwatch', sessionId });
    worker.publish(sessionId, delta(sessionId, 2));
    await eventually('the delta', () => offsets(ada).includes(2));
    expect(offsets(ada)).toEqual([1, 2]);
    expect(one.gateway.held().watched).toBe(0);
    await close(user, ada);
  });

  test('of what is not there, or by a worker that is not there, leaves nothing behind', async () => {
    const ada = await asAdmin(one);
    const before = one.gateway.held().sessions;
    expect(await ada.ask({ type: 'admin.watch', sessionId: randomUUID() })).toMatchObject({
      error: { category: 'not_found', code: 'session' },
    });
    expect(one.gateway.held()).toMatchObject({ sessions: before, watched: 0 });
    const user = await welcomed(one);
    const sessionId = await opened(user);
    // Gone while it is being asked for.
    const asked = Promise.withResolvers<void>();
    worker.duringWatch = () => asked.resolve();
    ada.send({ type: 'admin.watch', sessionId });
    await asked.promise;
    ada.socket.terminate();
    worker.duringWatch = () => undefined;
    await eventually('nothing is watched', () => one.gateway.held().watched === 0);
    await user.close();
    await eventually('nothing is held', () => one.gateway.held().sessions === before);
  });

  test('is bounded on each socket, and what is watched makes no room for what is opened', async () => {
    const user = await welcomed(one);
    const ada = await asAdmin(one);
    const sessions: string[] = [];
    for (let n = 0; n < 51; n++) sessions.push(await opened(user));
    for (const sessionId of sessions.slice(0, 50))
      expect(await ada.ask({ type: 'admin.watch', sessionId })).toMatchObject(isAck);
    const [first = '', last = ''] = [sessions[0], sessions[50]];
    expect(await ada.ask({ type: 'admin.watch', sessionId: last })).toMatchObject({
      error: { category: 'rate_limit', code: 'frames' },
    });
    expect(await ada.ask({ type: 'admin.watch', sessionId: first })).toMatchObject(isAck);
    for (let n = 0; n < 60; n++) await opened(ada);
    worker.publish(first, delta(first, 7));
    await eventually('the delta of the first one', () => offsets(ada).includes(7));
    await close(user, ada);
  });

  test('[P61] a role that is taken away ends watching and the sessions of others at once, and says so', async () => {
    const user = await welcomed(one);
    const [watched, foreign] = [await opened(user), await opened(user)];
    const id = `ada ${randomUUID()}`;
    const ada = await asAdmin(one, id);
    await ada.ask({ type: 'admin.watch', sessionId: watched });
    await opened(ada, { sessionId: foreign });
    const own = await opened(ada);
    expect(await ada.ask({ type: 'auth.refresh', token: tokenWith(id, ['supervisor']) })).toMatchObject(
      isAck,
    );
    expect(ada.of('error')).toEqual([]);
    const refresh = ada.send({ type: 'auth.refresh', token: tokenWith(id, ['user', 'Admin']) });
    const again = ada.send({ type: 'admin.watch', sessionId: watched });
    const said = ada.send({ type: 'message.send', sessionId: foreign, text: 'x' });
    expect(await ada.answer(refresh)).toMatchObject(isAck);
    expect(await ada.answer(again)).toMatchObject({ error: { code: 'role_required' } });
    expect(await ada.answer(said)).toMatchObject({ error: { code: 'not_open' } });
    expect(ada.of('error').filter(({ ref }) => ref === undefined)).toMatchObject([
      { error: { category: 'permission', code: 'role_required', recoverable: true } },
    ]);
    for (const sessionId of [watched, foreign, own]) {
      worker.publish(sessionId, delta(sessionId, 1));
      bus.publishNote(sessionId, note(sessionId, 'x'));
    }
    await bus.flush();
    await eventually('the own session goes on', () => ada.of('message.delta').length > 0);
    await ada.ask({ type: 'ping' });
    expect(ada.of('message.delta').map(({ sessionId }) => sessionId)).toEqual([own]);
    expect(ada.of('note.created')).toEqual([]);
    await close(user, ada);
  });
});

describe('a takeover', () => {
  test('[P53] [P57] no delta of an older fence reaches a socket after it, wherever and whenever the socket came', async () => {
    const late = fc.array(fc.constantFrom('old', 'new', 'open', 'watch', 'join', 'spy'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(late, fc.integer({ min: 0, max: 5 }), async (steps, before) => {
        const owner = randomUUID();
        const [user, ada] = [await welcomed(one, tokenFor(owner)), await asAdmin(one)];
        const sessionId = await opened(user);
        for (let n = 0; n < before; n++) worker.publish(sessionId, delta(sessionId, n), { fence: 0 });
        await ada.ask({ type: 'admin.takeover', sessionId });
        const peers = [user];
        const old = () => worker.publish(sessionId, delta(sessionId, 100), { fence: 0 });
        for (const step of steps) {
          if (step === 'old') old();
          if (step === 'new') worker.publish(sessionId, delta(sessionId, 200));
          if (step === 'watch') await ada.ask({ type: 'admin.watch', sessionId });
          if (step === 'open') await opened(user, { sessionId });
          if (step !== 'join' && step !== 'spy') continue;
          // Late ones come in while the question is being answered, and after it.
          worker.duringOpen = old;
          worker.duringWatch = old;
          const peer = step === 'join' ? await welcomed(two, tokenFor(owner)) : await asAdmin(two);
          if (step === 'join') await opened(peer, { sessionId });
          else await peer.ask({ type: 'admin.watch', sessionId });
          worker.duringOpen = () => undefined;
          worker.duringWatch = () => undefined;
          peers.push(peer);
          old();
        }
        worker.publish(sessionId, delta(sessionId, 999));
        for (const peer of peers) {
          await eventually('the last delta', () => offsets(peer).includes(999));
          // Whoever came after it never sees one.
          const since = peer === user ? typesOf(peer).indexOf('takeover.started') : 0;
          const after = peer.frames.slice(since).filter((frame) => frame.type === 'message.delta');
          expect(since).toBeGreaterThanOrEqual(0);
          expect(after.map(({ offset }) => offset)).not.toContain(100);
        }
        await close(...peers, ada);
      }),
    );
  });
});

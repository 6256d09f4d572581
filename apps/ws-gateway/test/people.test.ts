import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { userKey, type Bus } from '@parley/bus';
import type { FleetPresence } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { delta } from './fakeSession.ts';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, tokenWith, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';
import { asAdmin, close, isAck, offsets, opened, welcomed } from './peers.ts';

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

describe('a call for a human', () => {
  test('[P51] goes into the session’s queue and is answered by its outcome, for who has the session open', async () => {
    const peer = await welcomed(one);
    const sessionId = await opened(peer);
    const reason = 'c4n4ry';
    const call = peer.send({ type: 'help.request', sessionId, reason, email: 'ann@example.org' });
    const cancel = peer.send({ type: 'help.cancel', sessionId });
    for (const ref of [call, cancel]) expect(await peer.answer(ref)).toMatchObject({ ...isAck, ref });
    const queued = worker.commands.filter(({ frame }) => frame.sessionId === sessionId);
    expect(queued.map(({ frame, replyTo }) => [frame.id, replyTo !== undefined])).toEqual([
      [call, true],
      [cancel, true],
    ]);
    expect(queued[0]?.frame).toMatchObject({ reason, email: 'ann@example.org' });
    expect(JSON.stringify(one.lines)).not.toContain('c4n4ry');
    await close(peer);
  });
});

describe('an admin', () => {
  test('[P53] [P56] [P37] takes, acknowledges, notes and hands back without opening the session, each told once in the log', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const ada = await asAdmin(two);
    const frames = [
      { type: 'admin.acknowledge' },
      { type: 'admin.takeover' },
      { type: 'admin.note', text: 'c4n4ry', forAssistant: true },
      { type: 'admin.release', note: 'c4n4ry' },
    ];
    for (const frame of frames) expect(await ada.ask({ ...frame, sessionId })).toMatchObject(isAck);
    expect((await user.next('takeover.started')).admin.name).toMatch(/^ada/);
    await user.next('takeover.ended');
    const logged = two.lines.filter((line) => line['sessionId'] === sessionId);
    expect(logged.map(({ event, type }) => [event, type])).toEqual(
      frames.map(({ type }) => ['admin.command', type]),
    );
    expect(logged[0]).toMatchObject({ userId: ada.of('welcome')[0]?.user.id, traceId: expect.anything() });
    expect(JSON.stringify(two.lines)).not.toContain('c4n4ry');
    await close(user, ada);
  });

  test('[P54] says something in the session of somebody else when the worker says so, by its outcome, every time', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const ada = await asAdmin(two);
    const refused = { type: 'message.send', sessionId, text: 'not yet' };
    expect(await ada.ask(refused)).toMatchObject({ error: { code: 'not_open' } });
    await opened(ada, { sessionId });
    expect(await ada.ask(refused)).toMatchObject({ error: { category: 'conflict', code: 'not_holder' } });
    expect(await ada.ask({ type: 'admin.takeover', sessionId })).toMatchObject(isAck);
    const said = { type: 'message.send', id: randomUUID(), sessionId, text: 'hello' };
    // Sent twice at once, and again after its answer: the outcome is told each time, the message is there once.
    ada.send(said);
    ada.send(said);
    await eventually('both answers', () => ada.of('ack').filter(({ ref }) => ref === said.id).length === 2);
    await ada.ask(said);
    for (const peer of [user, ada]) {
      await peer.next('message.created');
      await peer.ask({ type: 'ping' });
      expect(peer.of('message.created').map(({ message }) => [message.sender, message.text])).toEqual([
        ['admin', 'hello'],
      ]);
    }
    expect(worker.commands.find(({ frame }) => frame.id === said.id)?.replyTo).toBeDefined();
    await close(user, ada);
  });

  test('[P54] gets a draft by its ack; one at a time, and what else they send needn’t wait for it', async () => {
    const [user, id] = [await welcomed(one), `ada ${randomUUID()}`];
    const [sessionId, ada] = [await opened(user), await asAdmin(one, id)];
    const slow = Promise.withResolvers<void>();
    worker.duringDraft = () => slow.promise;
    const draft = ada.send({ type: 'admin.suggest', sessionId });
    expect(await ada.ask({ type: 'admin.suggest', sessionId })).toMatchObject({
      type: 'error',
      error: { category: 'rate_limit', retryAfterMs: 1000 },
    });
    expect(await ada.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    slow.resolve();
    worker.duringDraft = async () => undefined;
    expect(await ada.answer(draft)).toMatchObject({ ...isAck, text: `a draft for ${id}` });
    const nowhere = await ada.ask({ type: 'admin.suggest', sessionId: randomUUID() });
    expect(nowhere).toMatchObject({ error: { category: 'not_found', code: 'session' } });
    expect(await ada.ask({ type: 'admin.suggest', sessionId })).toMatchObject(isAck);
    expect(user.frames.filter(({ type }) => type === 'message.created')).toEqual([]);
    await close(user, ada);
  });

  test('[P43] has a rate of messages of their own, also in the sessions of others', async () => {
    const limited = await stack.gateway({ RATE_MESSAGES: '3/1m' });
    const [user, ada] = [await welcomed(limited), await asAdmin(limited)];
    const sessionId = await opened(user);
    await opened(ada, { sessionId });
    await ada.ask({ type: 'admin.takeover', sessionId });
    const say = (peer: Peer) => peer.ask({ type: 'message.send', sessionId, text: 'x' });
    for (let n = 0; n < 3; n++) expect(await say(ada)).toMatchObject(isAck);
    expect(await say(ada)).toMatchObject({ error: { category: 'rate_limit', code: 'messages' } });
    expect(await say(user)).toMatchObject(isAck);
    await close(user, ada);
  });

  test('[P61] does nothing else with the session of somebody else', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const ada = await asAdmin(one, undefined, ['supervisor', 'user']);
    await opened(ada, { sessionId });
    const messageId = randomUUID();
    for (const frame of [
      { type: 'message.stop', messageId },
      { type: 'message.regenerate', messageId },
      { type: 'message.continue', messageId },
      { type: 'message.edit', messageId, text: 'x' },
      { type: 'message.feedback', messageId, rating: 'up' },
      { type: 'model.select', model: 'demo' },
      { type: 'help.request' },
      { type: 'help.cancel' },
    ]) {
      expect(await ada.ask({ ...frame, sessionId })).toMatchObject({
        error: { category: 'conflict', code: 'not_open' },
      });
    }
    expect(worker.commands.some(({ frame }) => frame.sessionId === sessionId)).toBe(false);
    await close(user, ada);
  });

  test('[P6] holds no session of somebody else, opened or watched, and leaves it without a word', async () => {
    const owner = `ann ${randomUUID()}`;
    const user = await welcomed(one, tokenFor(owner));
    const sessionId = await opened(user);
    const adaId = `ada ${randomUUID()}`;
    const [opener, watcher] = [await asAdmin(two, adaId), await asAdmin(two, adaId)];
    await opened(opener, { sessionId });
    await watcher.ask({ type: 'admin.watch', sessionId });
    const own = await opened(opener);
    await opener.ask({ type: 'admin.watch', sessionId: own });
    await watcher.ask({ type: 'admin.watch', sessionId: own });
    expect(await bus.held(sessionId, userKey(adaId))).toBe(false);
    expect(await bus.held(own, userKey(adaId))).toBe(true);
    await user.close();
    await eventually('nobody holds it', async () => !(await bus.held(sessionId, userKey(owner))));
    await opener.close();
    await eventually('watching alone holds nothing', async () => !(await bus.held(own, userKey(adaId))));
    await watcher.close();
    await eventually('all is freed', () => two.gateway.held().sessions === 0);
    const left = () =>
      worker.commands
        .filter(({ frame }) => frame.type === 'session.left')
        .map(({ frame, user }) => [frame.sessionId, user.id])
        .filter(([id]) => id === sessionId || id === own);
    await eventually('both were left by who had them', () => left().length >= 2);
    expect(left()).toEqual([
      [sessionId, owner],
      [own, adaId],
    ]);
  });

  test('[P57] is known to be connected as long as a socket of theirs is open on any gateway', async () => {
    const id = `ada ${randomUUID()}`;
    expect(await bus.connected(userKey(id))).toBe(false);
    const [first, second] = [await asAdmin(one, id), await asAdmin(two, id)];
    expect(await bus.connected(userKey(id))).toBe(true);
    await first.close();
    expect(await bus.connected(userKey(id))).toBe(true);
    second.socket.terminate();
    await eventually('nobody is there', async () => !(await bus.connected(userKey(id))));
  });
});

describe('typing', () => {
  test('[P54] of the admin who holds the session is shown to its user, on every gateway, and not to themselves; of nobody else', async () => {
    const user = await welcomed(one);
    const sessionId = await opened(user);
    const [ada, eve] = [await asAdmin(two), await asAdmin(one)];
    for (const peer of [ada, eve]) await opened(peer, { sessionId });
    const type = (peer: Peer, active: boolean) => peer.send({ type: 'typing', sessionId, active });
    const settled = async () => {
      for (const peer of [ada, eve]) await peer.ask({ type: 'ping' });
      await bus.flush();
      worker.publish(sessionId, delta(sessionId, (settledTimes += 1)));
      await eventually('the mark', () => offsets(user).includes(settledTimes));
    };
    let settledTimes = 0;
    for (const peer of [ada, eve]) type(peer, true);
    await settled();
    expect(user.of('typing')).toEqual([]);
    await ada.ask({ type: 'admin.takeover', sessionId });
    await user.next('takeover.started');
    for (const peer of [ada, eve]) type(peer, true);
    await settled();
    expect(user.of('typing')).toEqual([{ type: 'typing', sessionId, sender: 'admin', active: true }]);
    expect(eve.of('typing')).toHaveLength(1);
    expect(ada.of('typing')).toEqual([]);
    // Whoever comes later knows the holder by the answer to the open.
    const three = await stack.gateway();
    const adaAgain = await welcomed(three, tokenWith(ada.of('welcome')[0]?.user.id ?? '', ['admin']));
    await opened(adaAgain, { sessionId });
    type(adaAgain, false);
    await adaAgain.ask({ type: 'ping' });
    await settled();
    expect(user.of('typing').map(({ active }) => active)).toEqual([true, false]);
    expect(adaAgain.of('typing')).toEqual([]);
    await ada.ask({ type: 'admin.release', sessionId });
    await user.next('takeover.ended');
    type(ada, true);
    await settled();
    expect(user.of('typing')).toHaveLength(2);
    await close(user, ada, eve, adaAgain);
  });
});

describe('the fleet', () => {
  test('hears every few seconds what each gateway holds', async () => {
    const gateway = await stack.gateway({ PRESENCE: '100ms' });
    const heard: FleetPresence[] = [];
    bus.subscribeFleetPresence((presence) => heard.push(presence));
    await bus.flush();
    const ada = `ada ${randomUUID()}`;
    const peers = [
      await welcomed(gateway),
      await asAdmin(gateway, ada),
      await asAdmin(gateway, ada),
      await asAdmin(gateway, undefined, ['Admin']),
    ];
    await eventually('all are counted', () => heard.some(({ connections }) => connections === 4));
    const { gateway: name } = heard.find(({ connections }) => connections === 4) ?? {};
    const mine = () => heard.filter((presence) => presence.gateway === name).at(-1);
    expect(mine()).toMatchObject({ connections: 4, admins: 1 });
    await close(...peers);
    await eventually('none is left', () => mine()?.connections === 0 && mine()?.admins === 0);
    expect(heard.length).toBeLessThan(1000);
  });
});

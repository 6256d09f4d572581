import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseClientFrame } from '@parley/protocol';
import { anyText } from '@parley/testing';
import * as fc from 'fast-check';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

let stack: Stack;
let worker: FakeWorker;
let running: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  running = await stack.gateway();
});
afterAll(() => stack.end());

const welcomed = async (token?: string): Promise<Peer> => {
  const peer = running.connect(token);
  await peer.next('welcome');
  return peer;
};

/** A frame of a known type with fields of any kind. */
const anyFrame = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(
        'session.open',
        'message.send',
        'message.stop',
        'model.select',
        'typing',
        'ping',
        'auth.refresh',
        'help.request',
        'admin.takeover',
        'admin.release',
        'admin.note',
        'admin.watch',
        'admin.unwatch',
      ),
      fc.string(),
      fc.jsonValue(),
    ),
    id: fc.oneof(fc.uuid(), fc.string(), fc.jsonValue()),
    sessionId: fc.oneof(fc.uuid(), fc.jsonValue()),
    messageId: fc.oneof(fc.uuid(), fc.jsonValue()),
    text: fc.oneof(anyText(), fc.jsonValue()),
    afterRev: fc.jsonValue(),
    active: fc.jsonValue(),
    token: fc.jsonValue(),
    model: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

describe('frames', () => {
  test('[P9] [P33] each is answered once or refused with its field, and the socket lives or ends as the protocol says', async () => {
    const data = fc.oneof(
      anyFrame.map((frame) => JSON.stringify(frame)),
      anyText(),
      fc.json(),
    );
    let peer = await welcomed();
    let malformed = 0;
    await fc.assert(
      fc.asyncProperty(data, async (text) => {
        const before = peer.frames.length;
        const sent = text.isWellFormed() ? text : text.toWellFormed();
        const parsed = parseClientFrame(sent);
        peer.socket.send(sent);
        const ping = peer.send({ type: 'ping' });
        const isMalformed = !parsed.ok && parsed.error.code === 'malformed';
        if (isMalformed && ++malformed === 10) {
          expect((await peer.closed).code).toBe(4400);
          expect(peer.of('error').at(-1)?.error).toMatchObject({ code: 'malformed', recoverable: false });
          peer = await welcomed();
          malformed = 0;
          return;
        }
        await peer.answer(ping);
        const answers = peer.frames.slice(before, -1);
        expect(peer.broken).toBeUndefined();
        if (!parsed.ok) {
          const ref = parsed.ref === undefined ? {} : { ref: parsed.ref };
          expect(answers).toEqual([{ type: 'error', ...ref, error: parsed.error.toWire() }]);
        } else if (parsed.frame.type === 'typing') expect(answers).toEqual([]);
        else {
          expect(answers).toHaveLength(1);
          expect(answers[0]).toMatchObject({ ref: parsed.frame.id });
        }
      }),
      { numRuns: 400 },
    );
    await peer.close();
  });

  test('[P9] what nothing serves is an unknown type, with its ref', async () => {
    const peer = await welcomed();
    const sessionId = randomUUID();
    for (const frame of [
      { type: 'admin.rename', sessionId, name: 'x' },
      { type: 'session.rename', sessionId, name: 'x' },
      { type: 'session.delete', sessionId, reason: 'deleted' },
      { type: 'no.such' },
    ]) {
      expect(await peer.ask(frame)).toMatchObject({
        type: 'error',
        error: { category: 'validation', code: 'unknown_type', recoverable: true },
      });
    }
    await peer.close();
  });

  test.each([
    ['binary', Buffer.from('{}'), true, 1003],
    ['bad UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), false, 1007],
    ['65 KiB', Buffer.alloc(65 * 1024, 0x20), false, 1009],
    ['one byte more than allowed', Buffer.alloc(64 * 1024 + 1, 0x20), false, 1009],
  ])('[P9] [P34] a frame of %s closes the socket', async (_name, data, binary, code) => {
    const peer = await welcomed();
    const other = await welcomed();
    peer.socket.send(data, { binary });
    expect((await peer.closed).code).toBe(code);
    expect(await other.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    await other.close();
  });

  test('[P9] a frame of exactly 64 KiB is read', async () => {
    const peer = await welcomed();
    const id = randomUUID();
    const frame = JSON.stringify({ type: 'ping', id });
    peer.socket.send(frame + ' '.repeat(64 * 1024 - frame.length));
    expect(await peer.answer(id)).toEqual({ type: 'pong', ref: id });
    await peer.close();
  });

  test('[P9] bytes that are no WebSocket frames end that socket alone', async () => {
    const other = await welcomed();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 8, maxLength: 64 }), async (bytes) => {
        const peer = await welcomed();
        const { _socket: line } = peer.socket as unknown as { _socket: Socket };
        line.write(bytes);
        line.end();
        await peer.closed;
        expect(await other.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
      }),
    );
    await other.close();
  });

  test('[P9] [P3] a session of somebody else is not found, and cannot be used', async () => {
    const ann = await welcomed(tokenFor('ann'));
    const bob = await welcomed(tokenFor('bob'));
    const opened = await ann.ask({ type: 'session.open', new: true });
    if (opened.type !== 'session.opened') throw new Error('not opened');
    const sessionId = opened.session.id;
    expect(await bob.ask({ type: 'session.open', sessionId })).toMatchObject({
      error: { category: 'not_found', code: 'session' },
    });
    for (const frame of [
      { type: 'message.send', sessionId, text: 'x' },
      { type: 'message.stop', sessionId, messageId: randomUUID() },
      { type: 'message.regenerate', sessionId, messageId: randomUUID() },
      { type: 'message.continue', sessionId, messageId: randomUUID() },
      { type: 'message.edit', sessionId, messageId: randomUUID(), text: 'x' },
      { type: 'message.feedback', sessionId, messageId: randomUUID(), rating: 'up' },
      { type: 'model.select', sessionId, model: 'demo' },
      { type: 'help.request', sessionId },
      { type: 'help.cancel', sessionId },
    ]) {
      expect(await bob.ask(frame)).toMatchObject({
        error: { category: 'conflict', code: 'not_open', recoverable: true },
      });
    }
    worker.publish(sessionId, { type: 'resync', sessionId });
    await ann.next('resync');
    expect(await bob.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    expect(bob.of('resync')).toEqual([]);
    await Promise.all([ann.close(), bob.close()]);
  });

  test('[P3] whatever a connection sends, it acts for its token’s user', async () => {
    const user = fc.constantFrom('ann', 'bob', 'cem');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(user, user), { minLength: 1, maxLength: 5 }), async (pairs) => {
        for (const [self, other] of pairs) {
          const peer = await welcomed(tokenFor(self));
          const opened = await peer.ask({
            type: 'session.open',
            new: true,
            user: { id: other },
            userId: other,
          });
          if (opened.type !== 'session.opened') throw new Error('not opened');
          expect(opened.session.userId).toBe(self);
          const refreshed = await peer.ask({ type: 'auth.refresh', token: tokenFor(other) });
          if (self === other) expect(refreshed).toMatchObject({ type: 'ack' });
          else
            expect(refreshed).toMatchObject({
              error: { category: 'auth', code: 'wrong_user', recoverable: true },
            });
          const sessionId = opened.session.id;
          const ref = peer.send({
            type: 'message.send',
            sessionId,
            text: 'x',
            user: { id: other },
            sender: 'admin',
          });
          await peer.next('message.created');
          expect(worker.commands.find(({ frame }) => frame.id === ref)?.user).toEqual({
            id: self,
            roles: ['user'],
          });
          await peer.close();
        }
      }),
    );
  });

  test('[P3] nothing is done for a token from the moment it expires', async () => {
    let aheadMs = 0;
    const gateway = await stack.gateway({}, { now: () => Date.now() + aheadMs });
    for (let n = 0; n < 5; n++) {
      aheadMs = 0;
      const peer = gateway.connect(tokenFor('ann', 60_000));
      await peer.next('welcome');
      aheadMs = 60_000;
      peer.send({ type: 'ping' });
      expect((await peer.closed).code).toBe(4401);
      expect(peer.of('pong')).toEqual([]);
    }
  });

  test('[P34] a token that expires ends the connection with 4401, unless it was refreshed', async () => {
    const lifetime = 2500;
    const [left, refreshed, wrong] = await Promise.all(
      ['l', 'r', 'w'].map((id) => welcomed(tokenFor(id, lifetime))),
    );
    if (!left || !refreshed || !wrong) throw new Error('three peers');
    expect(await refreshed.ask({ type: 'auth.refresh', token: tokenFor('r', 60_000) })).toMatchObject({
      type: 'ack',
    });
    expect(await wrong.ask({ type: 'auth.refresh', token: 'nonsense' })).toMatchObject({
      error: { code: 'token_invalid', recoverable: true },
    });
    expect(await wrong.ask({ type: 'auth.refresh', token: tokenFor('w', -1000) })).toMatchObject({
      error: { code: 'token_expired' },
    });
    for (const peer of [left, wrong]) {
      expect((await peer.closed).code).toBe(4401);
      expect(peer.frames.at(-1)).toMatchObject({
        type: 'error',
        error: { category: 'auth', code: 'token_expired', recoverable: false },
      });
    }
    expect(await refreshed.ask({ type: 'ping' })).toMatchObject({ type: 'pong' });
    await refreshed.close();
  });
});

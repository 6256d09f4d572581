import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anyMessageText, eventually } from '@parley/testing';
import { cleanText, type Message } from '@parley/protocol';
import * as fc from 'fast-check';
import { ANNA, ofType, setStage, textOf, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await stage.worker();
});
afterAll(() => stage.end());

/** Opens a new session and watches it. */
async function chat() {
  const { session } = await stage.opened({ new: true });
  const frames = stage.watch(session.id);
  await stage.bus.flush();
  const ended = (replyTo: string): Promise<Message> =>
    eventually(
      `the answer to ${replyTo}`,
      () => ofType(frames, 'message.ended').find(({ message }) => message.replyTo === replyTo)?.message,
      { timeoutMs: 20_000 },
    );
  return { id: session.id, frames, ended };
}

describe('a message', () => {
  test('[P10] is stored, answered once, streamed as it is stored, and its tokens and times are kept', async () => {
    const { id, frames, ended } = await chat();
    const asked = await stage.send(id, '/echo So it **is**, 👩‍👩‍👧.');
    const answer = await ended(asked);
    expect(answer).toMatchObject({
      status: 'complete',
      text: 'So it **is**, 👩‍👩‍👧.',
      replyTo: asked,
      seq: 2,
      sender: 'assistant',
    });
    expect(textOf(frames, answer.id)).toBe(answer.text);
    expect(answer.usage?.totalTokens).toBeGreaterThan(0);
    const { session, messages } = await stage.opened({ sessionId: id });
    expect(messages.map(({ seq, sender }) => [seq, sender])).toEqual([
      [1, 'user'],
      [2, 'assistant'],
    ]);
    expect(messages[1]).toEqual(answer);
    // [P13] what the session says is what its entries say
    expect(session.responseTimes).toEqual({ maxMs: answer.responseMs, avgMs: answer.responseMs, count: 1 });
    expect(answer.firstTokenMs).toBeLessThanOrEqual(answer.responseMs ?? 0);
    expect(session).toMatchObject({ messageCount: 2, name: '/echo So it **is**, 👩‍👩‍👧.', usage: answer.usage });
  });

  test('[P10] that comes again, at once or later, has no second effect', async () => {
    const { id, frames, ended } = await chat();
    const asked = await stage.send(id, '/echo once');
    await ended(asked);
    const frame = { type: 'message.send' as const, id: asked, sessionId: id, text: '/echo once' };
    await stage.bus.publishCommand({ frame, user: ANNA, acceptedAt: Date.now() });
    await eventually('the sockets are told to ask', () => ofType(frames, 'resync').length > 0);
    const after = await stage.send(id, '/echo twice');
    await ended(after);
    const { messages } = await stage.opened({ sessionId: id });
    expect(messages.map(({ text }) => text)).toEqual(['/echo once', 'once', '/echo twice', 'twice']);
  });

  test('[P12] of many at once has one place, the same in the store and in every frame', async () => {
    const { id, frames, ended } = await chat();
    const ids = Array.from({ length: 8 }, () => randomUUID());
    for (const [at, one] of ids.entries()) await stage.send(id, `/echo ${at}`, one);
    for (const one of ids) await ended(one);
    const { messages, session } = await stage.opened({ sessionId: id });
    const said = messages.filter(({ sender }) => sender === 'user');
    expect(said.map((message) => message.id)).toEqual(ids);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
    expect(messages.filter(({ sender }) => sender === 'assistant').map(({ replyTo }) => replyTo)).toEqual(
      ids,
    );
    const revs = frames.flatMap((frame) => ('rev' in frame && frame.rev !== undefined ? [frame.rev] : []));
    const told = [...new Set(revs)];
    expect(told).toEqual(told.map((_, at) => at + 2));
    expect(session.rev).toBe(told.at(-1));
  });

  test('[P27] is answered with the conversation before it', async () => {
    const { id, ended } = await chat();
    await ended(await stage.send(id, '/echo I am Parley'));
    const { text } = await ended(await stage.send(id, '/recall'));
    expect(text).toBe('1. user: /echo I am Parley\n2. assistant: I am Parley\n3. user: /recall\n');
  });

  test('[P42] is stored without what may not be shown', async () => {
    const { id } = await chat();
    await fc.assert(
      fc.asyncProperty(anyMessageText(10), async (text) => {
        const message = await stage.send(id, text);
        const entry = await eventually('the entry', () => stage.store.entries.get(id, message));
        expect(entry.text).toBe(cleanText(text));
      }),
      { numRuns: 30 },
    );
  });
});

describe('an answer', () => {
  test('that its model fails says so, and the next one is written', async () => {
    const { id, ended } = await chat();
    expect(await ended(await stage.send(id, '/fail'))).toMatchObject({
      status: 'failed',
      text: '',
      error: { category: 'service', code: 'provider_error', recoverable: true },
    });
    expect(await ended(await stage.send(id, '/cut'))).toMatchObject({
      status: 'interrupted',
      text: expect.stringContaining('word20'),
      error: { code: 'provider_error' },
    });
    expect(await ended(await stage.send(id, '/echo still here'))).toMatchObject({ status: 'complete' });
  });

  test('that is stopped keeps what was written, and the stop is told after the last of it', async () => {
    const { id, frames, ended } = await chat();
    const asked = await stage.send(id, '/slow 20');
    const delta = await eventually('a first word', () =>
      ofType(frames, 'message.delta').find(({ text }) => text !== ''),
    );
    const { messageId } = delta;
    const stop = { type: 'message.stop' as const, id: randomUUID(), sessionId: id, messageId };
    expect(await stage.ask(stop)).toEqual({ type: 'ack', ref: stop.id, sessionId: id, messageId });
    const answer = await ended(asked);
    expect(answer.status).toBe('stopped');
    expect(answer.text).toBe(textOf(frames, messageId));
    expect(answer.text).not.toContain('word200');
    expect(await stage.ask({ ...stop })).toEqual({ type: 'ack', ref: stop.id, sessionId: id, messageId });
    expect(await stage.ask({ ...stop, id: randomUUID() })).toMatchObject({
      error: { code: 'already_ended' },
    });
    expect(await stage.ask({ ...stop, id: randomUUID(), messageId: randomUUID() })).toMatchObject({
      error: { category: 'not_found', code: 'message' },
    });
  });

  test('[P8] that is being written comes with the session, and goes on where that text ends', async () => {
    const { id, frames, ended } = await chat();
    const asked = await stage.send(id, '/slow 10');
    await eventually('some of the answer', () => ofType(frames, 'message.delta').length > 3);
    const late = stage.watch(id);
    await stage.bus.flush();
    const { streaming, messages, session } = await stage.opened({ sessionId: id });
    expect(messages.at(-1)).toMatchObject({ status: 'streaming', text: '', replyTo: asked });
    const answer = await ended(asked);
    const goneOn = ofType(late, 'message.delta').reduce(
      (text, delta) => (delta.offset <= text.length ? text.slice(0, delta.offset) + delta.text : 'a gap'),
      streaming?.text ?? '',
    );
    expect(goneOn).toBe(answer.text);
    // Only what changed comes with `afterRev`.
    const again = await stage.opened({ sessionId: id, afterRev: session.rev });
    expect(again.messages).toEqual([answer]);
    expect((await stage.opened({ sessionId: id, afterRev: 10_000 })).messages).toHaveLength(2);
  });
});

describe('a session', () => {
  test('[P30] keeps the model that was chosen; an unknown one is refused', async () => {
    const { id } = await chat();
    const select = (model: string) =>
      stage.ask({ type: 'model.select', id: randomUUID(), sessionId: id, model });
    expect(await select('demo')).toMatchObject({ type: 'ack' });
    expect(await select('no such')).toMatchObject({
      type: 'error',
      error: { category: 'not_found', code: 'model' },
    });
    expect((await stage.opened({ sessionId: id })).session.model).toBe('demo');
  });

  test('[P3] of somebody else does not exist', async () => {
    const { id } = await chat();
    const bert = { id: 'bert', roles: ['user'] };
    for (const frame of [{ sessionId: id }, { id }, { id, new: true }]) {
      expect(await stage.open(frame, bert)).toMatchObject({
        type: 'error',
        error: { category: 'not_found', code: 'session' },
      });
    }
    expect(await stage.open({ sessionId: randomUUID() })).toMatchObject({ type: 'error' });
  });

  test('[P14] that is opened twice by the same frame is made once, and the others are put away', async () => {
    const user = { id: `user-${randomUUID()}`, roles: ['user'] };
    const frame = randomUUID();
    const first = await stage.opened({ id: frame }, user);
    const again = await stage.opened({ id: frame, new: true }, user);
    expect(again.session).toMatchObject({ id: first.session.id, createdAt: first.session.createdAt, rev: 1 });
    const second = await stage.opened({ new: true }, user);
    const goneOn = await stage.opened({}, user);
    expect(goneOn.session.id).toBe(second.session.id);
    expect((await stage.store.sessions.load(frame))?.state.state).toBe('idle');
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSession, type Entry } from '@parley/conversation';
import { eventually } from '@parley/testing';
import type { Message, ServerFrame } from '@parley/protocol';
import { ANNA, ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await stage.worker();
  await stage.worker();
});
afterAll(() => stage.end());

/** A new session, watched. */
async function chat() {
  const { session } = await stage.opened({ new: true });
  const sessionId = session.id;
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  const answered = (replyTo: string, version = 1): Promise<Message> =>
    eventually(
      `answer ${version} to ${replyTo}`,
      () =>
        ofType(frames, 'message.ended')
          .map(({ message }) => message)
          .find((message) => message.replyTo === replyTo && message.version === version),
      { timeoutMs: 20_000 },
    );
  return {
    sessionId,
    frames,
    answered,
    say: async (text: string): Promise<Message> => answered(await stage.send(sessionId, text)),
    regenerate: (messageId: string) =>
      stage.ask({ type: 'message.regenerate', id: randomUUID(), sessionId, messageId }),
    edit: (messageId: string, text: string) =>
      stage.ask({ type: 'message.edit', id: randomUUID(), sessionId, messageId, text }),
    rate: (messageId: string, rating: 'up' | 'down' | 'none', note?: string) =>
      stage.ask({
        type: 'message.feedback',
        id: randomUUID(),
        sessionId,
        messageId,
        rating,
        ...(note !== undefined && { note }),
      }),
    stored: async (): Promise<readonly Entry[]> =>
      (await stage.store.entries.newest(sessionId, 1000)).entries,
  };
}

const refusal = (frame: ServerFrame): string =>
  frame.type === 'error' ? `${frame.error.category}/${frame.error.code}` : frame.type;
/** Every `rev` that was told is told once, in order. */
function expectRevs(frames: readonly ServerFrame[]): void {
  const revs = frames.flatMap((frame) => ('rev' in frame && frame.rev !== undefined ? [frame.rev] : []));
  expect(revs).toEqual(revs.map((_, at) => at + 2));
}

describe('message.regenerate', () => {
  test('[P10][P13] answers again as the next version, and the model doesn’t read the old one', async () => {
    const { regenerate, say, answered, stored, frames, sessionId } = await chat();
    await say('/echo before');
    const first = await say('/recall');
    const reply = await regenerate(first.id);
    const second = await answered(first.replyTo ?? '', 2);
    expect(reply).toMatchObject({ type: 'ack', sessionId, messageId: second.id });
    expect(second).toMatchObject({
      replaces: first.id,
      version: 2,
      seq: 5,
      text: first.text,
      status: 'complete',
    });
    expect((await stored()).map(({ seq, status }) => [seq, status])).toEqual([
      [1, 'complete'],
      [2, 'complete'],
      [3, 'complete'],
      [4, 'superseded'],
      [5, 'complete'],
    ]);
    expectRevs(frames);
    const { session } = await stage.opened({ sessionId });
    expect(session).toMatchObject({ messageCount: 4, responseTimes: { count: 3 } });
    expect(refusal(await regenerate(first.id))).toBe('conflict/already_ended');
    expect(refusal(await regenerate(first.replyTo ?? ''))).toBe('not_found/message');
    expect(refusal(await regenerate(randomUUID()))).toBe('not_found/message');
  });

  test('[P27] of an early answer is given what led to it, and later ones read its new version', async () => {
    const { regenerate, say, answered } = await chat();
    const early = await say('/recall');
    const answers = [await say('/echo two'), await say('/echo three')];
    await regenerate(early.id);
    const again = await answered(early.replyTo ?? '', 2);
    expect(again.text).toBe('1. user: /recall\n');
    const last = await say('/recall');
    expect(last.text.split('\n').map((line) => line.replace(/^\d+\. /, ''))).toEqual([
      'user: /recall',
      'assistant: 1. user: /recall',
      '',
      'user: /echo two',
      `assistant: ${answers[0]?.text}`,
      'user: /echo three',
      `assistant: ${answers[1]?.text}`,
      'user: /recall',
      '',
    ]);
  });

  test('[P10] is refused while an answer is being written', async () => {
    const { regenerate, edit, say, sessionId, frames } = await chat();
    const first = await say('/echo first');
    const asked = await stage.send(sessionId, '/slow 50');
    expect(refusal(await regenerate(first.id))).toBe('conflict/answer_in_progress');
    expect(refusal(await edit(asked, 'other'))).toBe('conflict/answer_in_progress');
    const { message } = await eventually('it begins', () =>
      ofType(frames, 'message.created').find((frame) => frame.message.replyTo === asked),
    );
    expect(refusal(await regenerate(message.id))).toBe('conflict/answer_in_progress');
    await stage.ask({ type: 'message.stop', id: randomUUID(), sessionId, messageId: message.id });
  });
});

describe('message.edit', () => {
  test('[P12] changes the message, supersedes what is behind it, and answers anew from there', async () => {
    const { edit, say, answered, stored, frames, sessionId } = await chat();
    const one = await say('/echo one');
    const two = await say('/echo two');
    await say('/echo three');
    const editedId = two.replyTo ?? '';
    expect(await edit(editedId, '/recall')).toMatchObject({ type: 'ack', messageId: editedId });
    const answer = await answered(editedId, 2);
    expect(answer.text).toBe(`1. user: /echo one\n2. assistant: ${one.text}\n3. user: /recall\n`);
    expect(answer).not.toHaveProperty('replaces');
    expect((await stored()).map(({ seq, status, text }) => [seq, status, text])).toEqual([
      [1, 'complete', '/echo one'],
      [2, 'complete', 'one'],
      [3, 'complete', '/recall'],
      [4, 'superseded', 'two'],
      [5, 'superseded', '/echo three'],
      [6, 'superseded', 'three'],
      [7, 'complete', answer.text],
    ]);
    expectRevs(frames);
    const shown = ofType(frames, 'message.updated').map(({ message }) => message);
    expect(shown.map(({ seq, status, text }) => [seq, status, text])).toEqual([
      [3, 'complete', '/recall'],
      [4, 'superseded', 'two'],
      [5, 'superseded', '/echo three'],
      [6, 'superseded', 'three'],
    ]);
    const { session, messages } = await stage.opened({ sessionId });
    expect(session.messageCount).toBe(4);
    expect(messages.find(({ seq }) => seq === 3)?.editedAt).toBeDefined();
    expect(refusal(await edit(one.id, 'mine?'))).toBe('not_found/message');
  });

  test('[P12] of the first of 3,000 entries works, and the model is given what it says', async () => {
    const count = 3_000;
    const state = createSession(randomUUID(), ANNA.id, 'demo', Date.now());
    const asked = randomUUID();
    await stage.store.sessions.create(state);
    const entry = (at: number): Entry => ({
      id: at === 0 ? asked : randomUUID(),
      sessionId: state.id,
      seq: at + 1,
      rev: at + 2,
      sender: at % 2 === 0 ? 'user' : 'assistant',
      kind: 'text',
      text: `text ${at + 1}`,
      attachments: [],
      status: 'complete',
      createdAt: state.createdAt,
    });
    await stage.store.sessions.change(state.id, (session) => ({
      change: {
        session: { ...session, seq: count, rev: count + 1, messageCount: count },
        entries: Array.from({ length: count }, (_, at) => entry(at)),
      },
      result: undefined,
    }));
    const frames = stage.watch(state.id);
    await stage.bus.flush();
    const began = performance.now();
    const frame = {
      type: 'message.edit' as const,
      id: randomUUID(),
      sessionId: state.id,
      messageId: asked,
      text: '/recall',
    };
    expect(await stage.ask(frame)).toMatchObject({ type: 'ack' });
    process.stderr.write(`edit of ${count} entries: ${Math.round(performance.now() - began)} ms\n`);
    const ended = await eventually('the answer', () => ofType(frames, 'message.ended').at(0)?.message, {
      timeoutMs: 20_000,
    });
    expect(ended).toMatchObject({ text: '1. user: /recall\n', seq: count + 1, version: 1 });
    expect(ofType(frames, 'message.updated')).toEqual([]);
    expect(ofType(frames, 'resync')).toHaveLength(1);
    const { session } = await stage.opened({ sessionId: state.id });
    expect(session).toMatchObject({ messageCount: 2, rev: count + 1 + count + 2 });
    const outline = await stage.store.entries.outlineSince(state.id, 1);
    expect(outline.slice(1, -1).every(({ status }) => status === 'superseded')).toBe(true);
    expect(stage.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe('message.feedback', () => {
  test('[P12] is kept with the answer, told, and taken back', async () => {
    const { rate, say, frames, stored } = await chat();
    const answer = await say('/echo so');
    expect(await rate(answer.id, 'down', 'too short')).toMatchObject({ type: 'ack', messageId: answer.id });
    expect(ofType(frames, 'message.updated').at(-1)?.message).toEqual({
      ...answer,
      rev: answer.rev + 1,
      feedback: { rating: 'down', note: 'too short' },
    });
    await rate(answer.id, 'none');
    expect((await stored()).at(-1)).not.toHaveProperty('feedback');
    expectRevs(frames);
    expect(refusal(await rate(answer.replyTo ?? '', 'up'))).toBe('not_found/message');
  });
});

describe('what services ask for', () => {
  test('[P49] a rename is the user’s for ever, an archived session says so', async () => {
    const { sessionId, say, frames } = await chat();
    await say('/echo what it is about');
    await stage.ask({ type: 'session.rename', id: randomUUID(), sessionId, name: 'Mine' });
    await say('/echo more');
    await stage.ask({ type: 'session.archive', id: randomUUID(), sessionId, archived: true });
    expect((await stage.opened({ sessionId })).session).toMatchObject({ name: 'Mine', archived: true });
    expectRevs(frames);
  });

  test('[P17] a session that is deleted while it is answered ends for everybody, and nothing of it is left', async () => {
    const { sessionId, frames } = await chat();
    const lists = stage.watchUser(ANNA.id);
    const asked = await stage.send(sessionId, '/slow 20');
    const waiting = await stage.send(sessionId, '/echo never');
    await eventually('it is being written', () => ofType(frames, 'message.delta').length > 2);
    const choice = await stage.store.users.active(ANNA.id);
    expect(choice.sessionId).toBe(sessionId);
    const frame = {
      type: 'session.delete' as const,
      id: randomUUID(),
      sessionId,
      reason: 'deleted' as const,
    };
    expect(await stage.ask(frame, ANNA, '192.0.2.7')).toMatchObject({ type: 'ack', sessionId });
    expect(ofType(frames, 'session.ended')).toMatchObject([{ reason: 'deleted' }]);
    // Nothing of the session changes any more: all that may come is what its writer had said before it was stopped.
    const behind = frames.slice(frames.findIndex(({ type }) => type === 'session.ended') + 1);
    expect(behind.filter(({ type }) => type !== 'message.delta')).toEqual([]);
    const told = frames.length;
    expect(await stage.store.sessions.load(sessionId)).toBeUndefined();
    for (const id of [asked, waiting]) expect(await stage.store.entries.has(sessionId, id)).toBe(false);
    expect((await stage.store.users.active(ANNA.id)).sessionId).toBeUndefined();
    expect((await stage.store.audit.list({ limit: 1 }))[0]).toMatchObject({
      who: ANNA.id,
      what: 'session.deleted',
      target: sessionId,
      where: '192.0.2.7',
      before: { userId: ANNA.id, messageCount: 3 },
    });
    expect(refusal(await stage.ask({ ...frame, id: randomUUID() }))).toBe('not_found/session');
    expect(refusal(await stage.open({ sessionId }))).toBe('not_found/session');
    const next = await stage.opened();
    expect(next.session.id).not.toBe(sessionId);
    // Its writer said nothing more since the command was answered.
    const about = () => lists.filter((one) => one.about === sessionId).map(({ frame }) => frame);
    expect(frames.slice(told)).toEqual([]);
    expect(about().at(-1)).toMatchObject({ type: 'session.ended' });
    // What was still on its way is deleted with the rest, which is told; no dead letter keeps its text.
    await stage.send(sessionId, 'too late');
    const again = { type: 'session.ended', sessionId, reason: 'deleted' };
    await eventually('it is told', () => frames.length > told);
    expect(frames.slice(told)).toEqual([again]);
    await eventually('lists are told', () => about().at(-1)?.type === 'session.ended' && about().length > 1);
    expect(stage.lines.join('')).toContain('command.too_late');
    expect(await stage.bus.deadLetters.list()).toEqual([]);
    expect(stage.lines.join('')).not.toContain('too late"');
  });

  test('[P3] of somebody else is not found', async () => {
    const { sessionId } = await chat();
    const frame = { type: 'session.rename' as const, id: randomUUID(), sessionId, name: 'Yours' };
    expect(refusal(await stage.ask(frame, { id: 'eve', roles: ['user'] }))).toBe('not_found/session');
  });
});

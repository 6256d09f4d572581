import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromBytes } from '@parley/bus';
import { continueAnswer } from '@parley/conversation';
import { Draft, subjects, type User } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { anAdmin, aScene, aSocket, auditOf, codeOf, stageOfPeople, stateIn } from './people.ts';
import { ofType, type Stage } from './stage.ts';

let stage: Stage;
const [ADA, BO, SUE] = [anAdmin('Ada'), anAdmin('Bo'), anAdmin('Sue', 'supervisor')];

beforeAll(async () => {
  stage = await stageOfPeople();
});
afterAll(() => stage.end());

const stateOf = (id: string) => stateIn(stage, id);
const scene = () => aScene(stage);

describe('admin.takeover', () => {
  test('[P53][P54][P55] joins the admin, both sides reach each other and not the model, and back again', async () => {
    const { user, sessionId, frames, take, say, release } = await scene();
    const close = await aSocket(stage, ADA);
    expect(await take(ADA)).toMatchObject({ type: 'ack' });
    const { admin } = await eventually('the user hears', () => ofType(frames, 'takeover.started').at(0));
    expect(admin).toEqual({ id: ADA.id, name: 'Ada' });
    await stage.send(sessionId, '/echo not for the model', undefined, user);
    expect(await say(ADA, 'I am here.')).toMatchObject({ type: 'ack' });
    expect(await release(ADA, { note: 'Be kind.' })).toMatchObject({ type: 'ack' });
    await stage.send(sessionId, '/recall', undefined, user);
    const { message } = await eventually('the answer', () => ofType(frames, 'message.ended').at(0));
    expect(message.text).toContain('[Ada, a person of the team] I am here.');
    expect(message.text).toContain('not for the model');
    const { entries } = await stage.store.entries.newest(sessionId, 50);
    expect(entries.map(({ sender, senderName }) => [sender, senderName])).toEqual(
      [
        ['user', undefined],
        ['admin', 'Ada'],
        ['user', undefined],
        ['assistant', undefined],
      ].map(([sender, name]) => [sender, sender === 'user' ? 'Uma' : name]),
    );
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'ai', adminAssisted: true });
    const notes = await stage.store.notes.list(sessionId, { limit: 5 });
    expect(notes).toMatchObject([
      { text: 'Be kind.', forAssistant: true, author: { id: ADA.id, name: 'Ada' } },
    ]);
    await close();
  });

  test('[P57] told again when the assistant has the session back, it stops no answer of that', async () => {
    const { user, sessionId, frames, release } = await scene();
    const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
    expect(await stage.ask(frame, ADA)).toMatchObject({ type: 'ack' });
    await release(ADA);
    await stage.send(sessionId, '/slow 30', undefined, user);
    await eventually('it is being written', () => ofType(frames, 'message.delta').at(0));
    expect(await stage.ask(frame, ADA)).toMatchObject({ type: 'ack' });
    const { message } = await eventually('it ends', () => ofType(frames, 'message.ended').at(0), {
      timeoutMs: 20_000,
    });
    expect(message.status).toBe('complete');
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'ai' });
  });

  test('[P57] who is refused and asks again learns anew who has it, and has their name kept from the database', async () => {
    const { sessionId, take, release } = await scene();
    await take(ADA);
    const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
    const refused = await stage.ask(frame, BO);
    expect(refused).toMatchObject({ error: { code: 'taken', message: 'sessionId: Ada has it.' } });
    expect(await stage.ask(frame, BO)).toEqual(refused);
    await release(ADA);
    const message = 'sessionId: another admin has it, or is on it.';
    expect(await stage.ask(frame, BO)).toMatchObject({ error: { code: 'taken', message } });
  });

  test('[P10][P57] gives an answer back that was about to go on, and it can go on when it ended', async () => {
    const { user, sessionId, frames, take, release } = await scene();
    const asked = await stage.send(sessionId, '/echo one two three', undefined, user);
    const { message } = await eventually('the answer', () => ofType(frames, 'message.ended').at(0));
    // As after a crash between the change and its turn: it is asked for, and nobody has begun.
    await stage.store.sessions.change(sessionId, async (session) => {
      const whole = await stage.store.entries.get(sessionId, message.id);
      const old = whole && { ...whole, status: 'interrupted' as const, text: 'one ' };
      const change = continueAnswer(session, randomUUID(), old, Date.now());
      return { change: { session: change.session, entries: change.entries }, result: undefined };
    });
    expect(await take(ADA)).toMatchObject({ type: 'ack' });
    const given = await eventually('the user hears', () => ofType(frames, 'message.updated').at(0));
    expect(given.message).toMatchObject({ id: message.id, status: 'interrupted', text: 'one ' });
    const state = await stateOf(sessionId);
    expect(state).toMatchObject({ messageCount: 2, waiting: [], rev: (given.rev ?? 0) + 1 });
    expect(await stage.store.entries.get(sessionId, message.id)).toMatchObject({
      status: 'interrupted',
      rev: given.rev,
    });
    await release(ADA);
    const frame = { type: 'message.continue' as const, id: randomUUID(), sessionId, messageId: message.id };
    expect(await stage.ask(frame, user)).toMatchObject({ type: 'ack' });
    const { message: next } = await eventually('it goes on', () => ofType(frames, 'message.ended').at(1));
    expect(next).toMatchObject({ replyTo: asked, version: 2, replaces: message.id });
    expect(next.text.startsWith('one ')).toBe(true);
  });

  test('[P44] a refusal that names who has it is kept without the name', async () => {
    const { sessionId, take, release } = await scene();
    const eve = anAdmin('Evelyn Unmistakable');
    await take(eve);
    const refused = await take(BO);
    expect(JSON.stringify(refused)).toContain('Evelyn Unmistakable');
    const outcome = refused.type === 'error' && refused.ref;
    const kept = await stage.store.outcomes.get(sessionId, String(outcome));
    expect(kept).toMatchObject({ ok: false, error: { category: 'conflict', code: 'taken' } });
    expect(JSON.stringify(kept)).not.toContain('Evelyn');
    await release(eve);
  });

  test('[P54] has the model draft a reply, which is kept nowhere but in what it took', async () => {
    const { user, sessionId, frames, take, say } = await scene();
    const suggest = async (by: User) => {
      const request = { sessionId, user: by, at: Date.now() };
      const reply = await stage.bus.request(subjects.sessionSuggest, request, { timeoutMs: 10_000 });
      return reply.kind === 'answer' ? fromBytes(Draft, reply.payload).text : undefined;
    };
    await expect(suggest(ADA)).rejects.toMatchObject({ category: 'not_found', code: 'message' });
    await take(ADA);
    await stage.send(sessionId, '/echo Monday, I think.', undefined, user);
    await eventually('it is kept', async () => (await stateOf(sessionId))?.seq === 1);
    const before = await stateOf(sessionId);
    expect(await suggest(ADA)).toBe('Monday, I think.');
    await expect(suggest(user)).rejects.toMatchObject({ code: 'role_required' });
    const after = await stateOf(sessionId);
    // Each time that it was asked for, also in vain; never by whom it wasn't allowed.
    const asked = (await auditOf(stage, sessionId)).filter(([, what]) => what === 'draft.asked');
    expect(asked).toEqual([
      [ADA.id, 'draft.asked'],
      [ADA.id, 'draft.asked'],
    ]);
    expect(after).toMatchObject({ handling: 'human', seq: 1, messageCount: 1 });
    expect(after?.usage.totalTokens).toBeGreaterThan(before?.usage.totalTokens ?? 0);
    await say(ADA, 'On Monday.');
    expect((await stage.store.entries.newest(sessionId, 9)).entries.map(({ text }) => text)).toEqual([
      '/echo Monday, I think.',
      'On Monday.',
    ]);
    await stage.send(sessionId, '/cut', undefined, user);
    await eventually('it is kept', async () => (await stateOf(sessionId))?.seq === 3);
    await expect(suggest(ADA)).rejects.toMatchObject({ category: 'service' });
    const failed = (await stateOf(sessionId))?.usage;
    expect(failed?.totalTokens).toBeGreaterThan(after?.usage.totalTokens ?? 0);
    expect(failed).toEqual(await stage.store.calls.usageOf(sessionId));
    expect(JSON.stringify(frames)).not.toContain('a draft');
  });

  test('[P56] is on record with all that follows, once each, without a word of what was said', async () => {
    const { sessionId, user, help, take, note, release, cancel, acknowledge } = await scene();
    await help('secret reason');
    await acknowledge(ADA);
    await cancel();
    await cancel();
    await take(ADA);
    await take(ADA);
    await take(BO);
    await note(ADA, 'secret note');
    await release(ADA, { to: BO.id });
    await release(BO, { note: 'secret release' });
    expect(await auditOf(stage, sessionId)).toEqual([
      [user.id, 'help.requested'],
      [ADA.id, 'help.acknowledged'],
      [user.id, 'help.cancelled'],
      [ADA.id, 'takeover.started'],
      [BO.id, 'takeover.refused'],
      [ADA.id, 'note.added'],
      [ADA.id, 'takeover.started'],
      [BO.id, 'note.added'],
      [BO.id, 'takeover.ended'],
    ]);
    const holds = await stage.store.audit.list({ limit: 9, target: sessionId, what: 'takeover.started' });
    expect(holds).toMatchObject([
      { before: { admin: ADA.id }, after: { admin: BO.id, handedOver: true } },
      { before: { admin: null }, after: { admin: ADA.id, fence: 1 } },
    ]);
    const whole = JSON.stringify(await stage.store.audit.list({ limit: 1_000 }));
    for (const word of ['secret', 'Ada', 'Uma']) expect(whole).not.toContain(word);
    expect(stage.lines.filter((line) => line.includes('secret'))).toEqual([]);
    expect((await stage.store.audit.verify()).brokenAt).toBeUndefined();
  });

  test('[P57] is taken from its holder by a supervisor’s force alone, who can’t write in it any more', async () => {
    const { sessionId, frames, take, say, release } = await scene();
    await take(ADA);
    expect(codeOf(await take(BO, true))).toBe('permission/role_required');
    expect(codeOf(await take(SUE))).toBe('conflict/taken');
    expect(codeOf(await say(BO, 'x'))).toBe('conflict/not_holder');
    expect(codeOf(await release(BO))).toBe('conflict/not_holder');
    expect(await take(SUE, true)).toMatchObject({ type: 'ack' });
    expect(codeOf(await say(ADA, 'x'))).toBe('conflict/not_holder');
    expect(await stateOf(sessionId)).toMatchObject({ admin: { id: SUE.id }, fence: 2, seq: 0 });
    await eventually('both are told', () => ofType(frames, 'takeover.started').length === 2);
    expect(ofType(frames, 'takeover.ended')).toEqual([]);
    const [entry] = await stage.store.audit.list({ limit: 1, target: sessionId, what: 'takeover.started' });
    expect(entry).toMatchObject({ before: { admin: ADA.id }, after: { admin: SUE.id, forced: true } });
    expect(await release(SUE)).toMatchObject({ type: 'ack' });
  });

  test('[P53] is handed over to an admin who is known, and to nobody else', async () => {
    const { sessionId, frames, take, release, say } = await scene();
    await take(ADA);
    expect(await release(ADA, { to: randomUUID() })).toMatchObject({
      error: { category: 'validation', code: 'invalid_field', message: expect.stringMatching(/^to: /) },
    });
    await stage.store.admins.seen({ id: BO.id, name: 'Bo', roles: BO.roles });
    expect(await release(ADA, { to: BO.id })).toMatchObject({ type: 'ack' });
    expect(await stateOf(sessionId)).toMatchObject({
      admin: { id: BO.id, name: 'Bo' },
      fence: 2,
      handling: 'human',
    });
    expect(await say(BO, 'Hello')).toMatchObject({ type: 'ack' });
    expect(codeOf(await say(ADA, 'x'))).toBe('conflict/not_holder');
    await eventually('the user hears', () => ofType(frames, 'takeover.started').at(1)?.admin.id === BO.id);
    expect(ofType(frames, 'takeover.ended')).toEqual([]);
  });

  test('[P61] nothing of it works without the role, whatever its case, in somebody else’s session or one’s own', async () => {
    const { sessionId, user, take, release, acknowledge, note, say, help } = await scene();
    await help();
    const before = await stateOf(sessionId);
    const nobodies = [
      user,
      { id: randomUUID(), name: 'Eve', roles: [] },
      { id: randomUUID(), name: 'Eve', roles: ['Admin', 'ADMIN', 'admin ', 'administrator', 'user'] },
    ];
    for (const eve of nobodies) {
      for (const outcome of [
        await take(eve),
        await take(eve, true),
        await release(eve),
        await acknowledge(eve),
        await note(eve, 'x'),
      ])
        expect(codeOf(outcome)).toBe('permission/role_required');
      if (eve !== user) expect(codeOf(await say(eve, 'x'))).toBe('not_found/session');
      const request = { sessionId, user: eve, at: Date.now() };
      await expect(
        stage.bus.request(subjects.sessionWatch, request, { timeoutMs: 5_000 }),
      ).rejects.toMatchObject({
        code: 'role_required',
      });
      if (eve !== user) expect(codeOf(await stage.open({ sessionId }, eve))).toBe('not_found/session');
    }
    const { recent: _before, ...untouched } = before ?? { recent: [] };
    expect(await stateOf(sessionId)).toMatchObject(untouched);
    expect(await stage.store.notes.list(sessionId, { limit: 5 })).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromBytes, userKey } from '@parley/bus';
import { continueAnswer, HOLD_MS, takeOver } from '@parley/conversation';
import { Draft, ServerFrame, subjects, type FleetSession, type User } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { anAdmin, aSession, deeds } from './people.ts';
import { ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
const [ADA, BO, SUE] = [anAdmin('Ada'), anAdmin('Bo'), anAdmin('Sue', 'supervisor')];

beforeAll(async () => {
  stage = await setStage();
  for (let n = 0; n < 2; n++) await stage.worker({ env: { PEOPLE_SWEEP: '100ms' } });
});
afterAll(() => stage.end());

const stateOf = async (id: string) => (await stage.store.sessions.load(id))?.state;
const auditOf = async (sessionId: string): Promise<[string, string][]> =>
  (await stage.store.audit.list({ limit: 1_000 }))
    .filter(({ target }) => target === sessionId)
    .map(({ who, what }): [string, string] => [who, what])
    .toReversed();
const code = (frame: ServerFrame) =>
  frame.type === 'error' ? `${frame.error.category}/${frame.error.code}` : frame.type;

async function scene() {
  const { user, sessionId } = await aSession(stage);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  return { user, sessionId, frames, ...deeds(stage, sessionId, user) };
}
/** A socket of an admin, as far as workers ask for it. */
async function socket({ id }: User): Promise<() => Promise<void>> {
  const end = stage.bus.subscribeUser(userKey(id), () => undefined);
  await stage.bus.flush();
  return async () => {
    end();
    await stage.bus.flush();
  };
}

describe('admin.takeover', () => {
  test('[P53][P54][P55] joins the admin, both sides reach each other and not the model, and back again', async () => {
    const { user, sessionId, frames, take, say, release } = await scene();
    const close = await socket(ADA);
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
    const asked = (await auditOf(sessionId)).filter(([, what]) => what === 'draft.asked');
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
    expect(await auditOf(sessionId)).toEqual([
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

  test('[P57] of five admins who race through the queue one gets it, and the others learn who', async () => {
    const admins = Array.from({ length: 5 }, (_, at) => anAdmin(`Admin ${at}`));
    const started = new Map<string, string[]>();
    const race = async (): Promise<void> => {
      const { user, sessionId } = await aSession(stage);
      const end = stage.bus.subscribeOut(sessionId, (bytes) => {
        const frame = fromBytes(ServerFrame, bytes);
        if (frame.type === 'takeover.started')
          started.set(sessionId, [...(started.get(sessionId) ?? []), frame.admin.id]);
      });
      await stage.bus.flush();
      const { take } = deeds(stage, sessionId, user);
      const outcomes = await Promise.all(admins.map((admin) => take(admin)));
      const winners = admins.filter((_, at) => outcomes[at]?.type === 'ack');
      expect(winners).toHaveLength(1);
      const [winner] = winners;
      for (const outcome of outcomes.filter(({ type }) => type === 'error')) {
        expect(code(outcome)).toBe('conflict/taken');
        expect(JSON.stringify(outcome)).toContain(winner?.name);
      }
      expect(await stateOf(sessionId)).toMatchObject({ admin: { id: winner?.id }, fence: 1, rev: 2 });
      await eventually('it is told', () => started.has(sessionId));
      expect(started.get(sessionId)).toEqual([winner?.id]);
      end();
    };
    for (let n = 0; n < 1000; n += 10) await Promise.all(Array.from({ length: 10 }, race));
    expect(started.size).toBe(1000);
  }, 600_000);

  test('[P57] of five admins who race past the queue one gets it as well: the session decides', async () => {
    const admins = Array.from({ length: 5 }, (_, at) => anAdmin(`Admin ${at}`));
    const race = async (): Promise<void> => {
      const { sessionId } = await aSession(stage);
      const takes = admins.map((admin) =>
        stage.store.sessions.change(sessionId, (session) => {
          const frame = { type: 'admin.takeover' as const, id: randomUUID(), sessionId };
          const change = takeOver(session, frame, admin, Date.now());
          const { session: next, entries } = change;
          return { change: { session: next, entries }, result: change.outcome.ok };
        }),
      );
      const got = (await Promise.all(takes)).map((done) => done?.result);
      expect(got.filter(Boolean)).toHaveLength(1);
      expect(await stateOf(sessionId)).toMatchObject({
        admin: { id: admins[got.indexOf(true)]?.id },
        fence: 1,
        rev: 2,
      });
    };
    for (let n = 0; n < 200; n += 8) await Promise.all(Array.from({ length: 8 }, race));
  }, 240_000);

  test('[P57] is taken from its holder by a supervisor’s force alone, who can’t write in it any more', async () => {
    const { sessionId, frames, take, say, release } = await scene();
    await take(ADA);
    expect(code(await take(BO, true))).toBe('permission/role_required');
    expect(code(await take(SUE))).toBe('conflict/taken');
    expect(code(await say(BO, 'x'))).toBe('conflict/not_holder');
    expect(code(await release(BO))).toBe('conflict/not_holder');
    expect(await take(SUE, true)).toMatchObject({ type: 'ack' });
    expect(code(await say(ADA, 'x'))).toBe('conflict/not_holder');
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
    expect(code(await say(ADA, 'x'))).toBe('conflict/not_holder');
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
        expect(code(outcome)).toBe('permission/role_required');
      if (eve !== user) expect(code(await say(eve, 'x'))).toBe('not_found/session');
      const request = { sessionId, user: eve, at: Date.now() };
      await expect(
        stage.bus.request(subjects.sessionWatch, request, { timeoutMs: 5_000 }),
      ).rejects.toMatchObject({
        code: 'role_required',
      });
      if (eve !== user) expect(code(await stage.open({ sessionId }, eve))).toBe('not_found/session');
    }
    const { recent: _before, ...untouched } = before ?? { recent: [] };
    expect(await stateOf(sessionId)).toMatchObject(untouched);
    expect(await stage.store.notes.list(sessionId, { limit: 5 })).toEqual([]);
  });
});

describe('a hold', () => {
  test('[P57] is renewed while a socket of its admin lives, and ends after that, which is told and on record', async () => {
    const { sessionId, frames, take, say } = await scene();
    const close = await socket(ADA);
    await take(ADA);
    const nearly = async () =>
      stage.store.sessions.change(sessionId, (session) => ({
        change: { session: { ...session, holdUntil: Date.now() + 50 }, entries: [] },
        result: undefined,
      }));
    await nearly();
    await eventually(
      'it is renewed',
      async () => ((await stateOf(sessionId))?.holdUntil ?? 0) > Date.now() + HOLD_MS / 2,
    );
    expect(ofType(frames, 'takeover.ended')).toEqual([]);
    await close();
    await nearly();
    const { admin } = await eventually('it ends', () => ofType(frames, 'takeover.ended').at(0));
    expect(admin).toEqual({ id: ADA.id, name: 'Ada' });
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'ai', adminAssisted: true });
    expect(code(await say(ADA, 'x'))).toBe('conflict/not_holder');
    await eventually('it is on record', async () =>
      (await auditOf(sessionId)).some(([who, what]) => who === 'llm-worker' && what === 'takeover.expired'),
    );
    expect(ofType(frames, 'takeover.ended')).toHaveLength(1);
  });
});

describe('an admin', () => {
  test('[P53] opens and watches a session without making it active or counting as its user', async () => {
    const { sessionId, user } = await scene();
    const other = await stage.opened({ new: true }, user);
    const before = await stateOf(sessionId);
    const request = {
      frame: { type: 'session.open', id: randomUUID(), sessionId },
      user: ADA,
      at: Date.now(),
    };
    const reply = await stage.bus.request(subjects.sessionOpen, request, { timeoutMs: 5_000 });
    expect(reply).toMatchObject({ kind: 'answer', foreign: true, fence: 0, holder: 'nobody', sessionId });
    expect(await stateOf(sessionId)).toEqual(before);
    expect((await stage.store.users.active(user.id)).sessionId).toBe(other.session.id);
    expect((await stage.store.users.active(ADA.id)).sessionId).toBeUndefined();
    const watch = { sessionId, user: ADA, at: Date.now() };
    expect(await stage.bus.request(subjects.sessionWatch, watch, { timeoutMs: 5_000 })).toMatchObject({
      kind: 'answer',
      fence: 0,
    });
    const none = stage.bus.request(
      subjects.sessionWatch,
      { ...watch, sessionId: randomUUID() },
      { timeoutMs: 5_000 },
    );
    await expect(none).rejects.toMatchObject({ category: 'not_found', code: 'session' });
    expect(await auditOf(sessionId)).toEqual([
      [ADA.id, 'session.opened'],
      [ADA.id, 'session.watched'],
    ]);
  });

  test('[P53] is named beside every frame of a session that they have, and the console hears of each change', async () => {
    const { user, sessionId } = await aSession(stage);
    const { take, release } = deeds(stage, sessionId, user);
    const seen: [string, unknown, unknown][] = [];
    const fleet: FleetSession[] = [];
    stage.bus.subscribeOut(sessionId, (bytes, { fence, holder }) =>
      seen.push([fromBytes(ServerFrame, bytes).type, fence, holder]),
    );
    const end = stage.bus.subscribeFleetSession((change) => {
      if (change.kind === 'removed' || change.session.id === sessionId) fleet.push(change);
    });
    await stage.bus.flush();
    await take(ADA);
    await release(ADA);
    await stage.ask({ type: 'session.delete', id: randomUUID(), sessionId, reason: 'deleted' }, user);
    await eventually('the console hears', () => fleet.some(({ kind }) => kind === 'removed'));
    end();
    expect(seen.slice(0, 4)).toEqual([
      ['takeover.started', 1, userKey(ADA.id)],
      ['session.updated', 1, userKey(ADA.id)],
      ['takeover.ended', 1, 'nobody'],
      ['session.updated', 1, 'nobody'],
    ]);
    expect(
      fleet.map((change) => (change.kind === 'changed' ? change.session.handling : change.kind)),
    ).toEqual(['human', 'ai', 'ai', 'removed']);
  });

  test('[P54] writes notes that those who watch see, and that go with the session', async () => {
    const { user, sessionId, note } = await scene();
    const seen: ServerFrame[] = [];
    stage.bus.subscribeNote(sessionId, (bytes) => void seen.push(fromBytes(ServerFrame, bytes)));
    await stage.bus.flush();
    const before = await stateOf(sessionId);
    await note(ADA, 'Mind the gap.', true);
    const [created] = await eventually('it is shown', () =>
      seen.length > 0 ? ofType(seen, 'note.created') : undefined,
    );
    expect(created?.note).toMatchObject({
      text: 'Mind the gap.',
      forAssistant: true,
      author: { name: 'Ada' },
    });
    expect(await stateOf(sessionId)).toMatchObject({ rev: before?.rev, seq: before?.seq });
    await stage.ask({ type: 'session.delete', id: randomUUID(), sessionId, reason: 'deleted' }, user);
    expect(await stage.store.notes.list(sessionId, { limit: 5 })).toEqual([]);
  });
});

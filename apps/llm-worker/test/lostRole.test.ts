import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromBytes, userKey } from '@parley/bus';
import { startAnswer } from '@parley/conversation';
import {
  ParleyError,
  RolesAnswer,
  subjects,
  type RolesRequest,
  type ServerFrame,
  type User,
} from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { anAdmin, aSession } from './people.ts';
import { ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  for (let n = 0; n < 2; n++) await stage.worker({ env: { PEOPLE_SWEEP: '100ms' } });
});
afterAll(() => stage.end());

const code = (frame: ServerFrame) => (frame.type === 'error' ? frame.error.code : frame.type);
const stateOf = async (id: string) => (await stage.store.sessions.load(id))?.state;

async function roles(request: Omit<RolesRequest, 'at'>): Promise<RolesAnswer> {
  const reply = await stage.bus.request(
    subjects.userRoles,
    { ...request, at: Date.now() },
    { timeoutMs: 15_000 },
  );
  if (reply.kind === 'nobody') throw new Error('no worker answers');
  return fromBytes(RolesAnswer, reply.payload);
}

/** A newer token of theirs, of this age, says that somebody is no admin any more. */
const lose = (admin: User, issuedAt: number): Promise<RolesAnswer> =>
  roles({ user: { ...admin, roles: ['user'] }, issuedAt, lost: { none: issuedAt } });

/** An admin who holds a session by a token of `issuedAt`, with a socket somewhere. */
async function holding(issuedAt: number) {
  const admin = anAdmin('Ada');
  const { sessionId } = await aSession(stage);
  const frames = stage.watch(sessionId);
  const end = stage.bus.subscribeUser(userKey(admin.id), () => undefined);
  await stage.bus.flush();
  const frame = { type: 'admin.takeover', id: randomUUID(), sessionId } as const;
  expect(await stage.ask(frame, admin, undefined, issuedAt)).toMatchObject({ type: 'ack' });
  return { admin, sessionId, frames, end };
}

describe('a role that was lost', () => {
  test('[P56][P57][P61] ends what was held by it at once, is on record, and older tokens do nothing any more', async () => {
    const { admin, sessionId, frames, end } = await holding(1_000);
    const lost = { none: 2_000 };
    const user = { ...admin, roles: ['user'] };
    expect(await roles({ user, issuedAt: 2_000, from: '192.0.2.7', lost })).toEqual({ loss: lost });
    await eventually('the assistant has it again', async () => (await stateOf(sessionId))?.handling === 'ai');
    await eventually('the user hears', () => ofType(frames, 'takeover.ended').length === 1);
    const [entry] = await stage.store.audit.list({ limit: 1, target: admin.id });
    expect(entry).toMatchObject({ who: admin.id, what: 'admin.role_lost', where: '192.0.2.7' });
    expect(await stage.store.admins.get(admin.id)).toBeUndefined();

    for (const issuedAt of [undefined, 1_000, 2_000]) {
      const about = () => ({ id: randomUUID(), sessionId });
      const asked = async (frame: Parameters<Stage['ask']>[0]) =>
        code(await stage.ask(frame, admin, undefined, issuedAt));
      expect(await asked({ type: 'admin.takeover', ...about() })).toBe('role_required');
      expect(await asked({ type: 'admin.note', ...about(), text: 'x' })).toBe('role_required');
      expect(await asked({ type: 'message.send', ...about(), text: 'x' })).toBe('session');
      expect(await asked({ type: 'admin.acknowledge', ...about() })).toBe('role_required');
      const open = { type: 'session.open', id: randomUUID(), sessionId };
      const reply = await stage.bus.request(
        subjects.sessionOpen,
        { frame: open, user: admin, issuedAt, at: 1 },
        { timeoutMs: 15_000 },
      );
      expect(reply.kind === 'answer' && Buffer.from(reply.payload).toString()).toContain('not_found');
      for (const subject of [subjects.sessionWatch, subjects.sessionSuggest])
        await expect(
          stage.bus.request(subject, { sessionId, user: admin, issuedAt, at: 1 }, { timeoutMs: 15_000 }),
        ).rejects.toEqual(expect.any(ParleyError));
      expect(await roles({ user: admin, issuedAt })).toEqual({ loss: lost });
    }
    expect(await stage.store.admins.get(admin.id)).toBeUndefined();
    const again = { type: 'admin.takeover', id: randomUUID(), sessionId } as const;
    expect(await stage.ask(again, admin, undefined, 2_001)).toMatchObject({ type: 'ack' });
    end();
  });

  test('[P57] leaves the holds of whoever was seen with a newer token, and of a supervisor who is an admin still', async () => {
    const { admin, sessionId, end } = await holding(1_000);
    const user = { ...admin, roles: ['user'] };
    expect(await roles({ user: admin, issuedAt: 5_000 })).toEqual({});
    await roles({ user, issuedAt: 2_000, lost: { none: 2_000 } });
    await roles({ user: admin, issuedAt: 6_000, lost: { admin: 6_000 } });
    const next = { type: 'admin.note', id: randomUUID(), sessionId, text: 'still here' } as const;
    expect(await stage.ask(next, admin, undefined, 6_000)).toMatchObject({ type: 'ack' });
    expect(await stateOf(sessionId)).toMatchObject({ handling: 'human', admin: { id: admin.id } });
    end();
  });

  test('[P57][P61] while the writer of an answer is waited for leaves no hold behind', async () => {
    const admin = anAdmin('Ada');
    const { sessionId } = await aSession(stage, { waiting: [{ messageId: randomUUID(), acceptedAt: 1 }] });
    const begun = await stage.store.sessions.change(sessionId, (session) => {
      const start = startAnswer(session, { turn: 1, delivery: 1 }, Date.now());
      if (start.kind !== 'write') throw new Error('it begins');
      return { change: start.change, result: start.answer };
    });
    const end = stage.bus.respond(subjects.stop(begun?.result.messageId ?? ''), {}, async () => {
      await lose(admin, 2_000);
      return { payload: { attempt: 1, text: '' } };
    });
    await stage.bus.flush();
    const frame = { type: 'admin.takeover', id: randomUUID(), sessionId } as const;
    await stage.ask(frame, admin, undefined, 1_000);
    await eventually('the assistant has it again', async () => (await stateOf(sessionId))?.handling === 'ai');
    end();
  });

  test('[P57][P61] at the very moment of a takeover or a hand-over leaves no hold behind, whichever comes first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.boolean(), fc.boolean(), async (isHandOver, isFirst, isSeen) => {
        const [ada, bo] = [anAdmin('Ada'), anAdmin('Bo')];
        for (const one of isSeen || isHandOver ? [ada, bo] : [bo])
          await roles({ user: one, issuedAt: 1_000 });
        const { sessionId } = await aSession(stage);
        const about = () => ({ id: randomUUID(), sessionId });
        if (isHandOver) await stage.ask({ type: 'admin.takeover', ...about() }, bo, undefined, 1_000);
        const take = () =>
          isHandOver
            ? stage.ask({ type: 'admin.release', ...about(), to: ada.id }, bo, undefined, 1_000)
            : stage.ask({ type: 'admin.takeover', ...about() }, ada, undefined, 1_000);
        const deeds = [take, () => lose(ada, 2_000)];
        await Promise.all((isFirst ? deeds : deeds.toReversed()).map((deed) => deed()));
        await eventually('she holds nothing', async () => (await stateOf(sessionId))?.admin?.id !== ada.id);
        const last = await stage.ask({ type: 'admin.takeover', ...about() }, ada, undefined, 1_000);
        expect(code(last)).toBe('role_required');
      }),
      { numRuns: 20 },
    );
  });

  test('[P57][P61] counts by any newer token that is seen, and a demotion before what the token asks for', async () => {
    const { admin, sessionId, end } = await holding(1_000);
    expect(await roles({ user: { ...admin, roles: ['user', 'supervisor'] }, issuedAt: 2_000 })).toEqual({});
    const note = { type: 'admin.note', id: randomUUID(), sessionId, text: 'an admin now' } as const;
    expect(await stage.ask(note, admin, undefined, 3_000)).toMatchObject({ type: 'ack' });
    expect(await stage.store.admins.lossOf(admin.id)).toEqual({ admin: 3_000 });
    expect((await stateOf(sessionId))?.admin?.id).toBe(admin.id);
    const admins = await stage.bus.request(subjects.userAdmins, {}, { timeoutMs: 15_000 });
    expect(admins.kind === 'answer' && Buffer.from(admins.payload).toString()).toContain(admin.id);
    // An older one says nothing.
    expect(await roles({ user: { ...admin, roles: ['user'] }, issuedAt: 2_500 })).toEqual({
      loss: { admin: 3_000 },
    });
    expect(await roles({ user: { ...admin, roles: ['user'] }, issuedAt: 4_000 })).toEqual({
      loss: { none: 4_000, admin: 3_000 },
    });
    await eventually('the assistant has it again', async () => (await stateOf(sessionId))?.handling === 'ai');
    end();
  });

  test('[P57] that nobody told the workers of ends holds with the next look of the sweep', async () => {
    const { admin, sessionId, end } = await holding(1_000);
    await stage.store.admins.lose(admin.id, { none: 1_000 });
    await stage.store.sessions.change(sessionId, (session) => ({
      change: { session: { ...session, holdUntil: Date.now() + 10_000 }, entries: [] },
      result: undefined,
    }));
    await eventually('the assistant has it again', async () => (await stateOf(sessionId))?.handling === 'ai');
    end();
  });
});

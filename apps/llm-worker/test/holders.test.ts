import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fromBytes, userKey } from '@parley/bus';
import { HOLD_MS } from '@parley/conversation';
import { ServerFrame, subjects, type FleetSession } from '@parley/protocol';
import { eventually } from '@parley/testing';
import {
  anAdmin,
  aScene,
  aSession,
  aSocket,
  auditOf,
  codeOf,
  deeds,
  stageOfPeople,
  stateIn,
} from './people.ts';
import { ofType, type Stage } from './stage.ts';

let stage: Stage;
const ADA = anAdmin('Ada');

beforeAll(async () => {
  stage = await stageOfPeople();
});
afterAll(() => stage.end());

const stateOf = (id: string) => stateIn(stage, id);
const scene = () => aScene(stage);

describe('a hold', () => {
  test('[P57] is renewed while a socket of its admin lives, and ends after that, which is told and on record', async () => {
    const { sessionId, frames, take, say } = await scene();
    const close = await aSocket(stage, ADA);
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
    expect(codeOf(await say(ADA, 'x'))).toBe('conflict/not_holder');
    await eventually('it is on record', async () =>
      (await auditOf(stage, sessionId)).some(
        ([who, what]) => who === 'llm-worker' && what === 'takeover.expired',
      ),
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
    expect(await auditOf(stage, sessionId)).toEqual([
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

import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import { ofType, setStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

test('[P44][P17] a session whose key is missing can be deleted, by its user alone, for which nothing is opened', async () => {
  const begin = await stage.worker();
  const [anna, other] = [
    { id: randomUUID(), roles: ['user'] },
    { id: randomUUID(), roles: ['user'] },
  ];
  const sessionId = (await stage.opened({}, anna)).session.id;
  const id = await stage.send(sessionId, '/echo secret', randomUUID(), anna);
  await eventually(
    'it is answered',
    async () => (await stage.store.entries.newest(sessionId, 5)).entries[1]?.status === 'complete',
  );
  await begin();
  await stage.worker({ env: { ENCRYPTION_KEYS: `k9:${randomBytes(32).toString('base64')}` } });
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  const frame = () => ({
    type: 'session.delete' as const,
    id: randomUUID(),
    sessionId,
    reason: 'deleted' as const,
  });
  expect(await stage.ask(frame(), other)).toMatchObject({ type: 'error', error: { code: 'session' } });
  expect(await stage.store.entries.has(sessionId, id)).toBe(true);
  expect(await stage.ask(frame(), anna)).toMatchObject({ type: 'ack', sessionId });
  expect(ofType(frames, 'session.ended')).toMatchObject([{ reason: 'deleted' }]);
  expect(await stage.store.sessions.load(sessionId)).toBeUndefined();
  expect(await stage.store.entries.has(sessionId, id)).toBe(false);
  expect((await stage.store.users.active(anna.id)).sessionId).toBeUndefined();
  expect(await stage.store.audit.list({ limit: 1 })).toMatchObject([
    {
      who: anna.id,
      what: 'session.deleted',
      target: sessionId,
      before: { userId: anna.id, messageCount: 2 },
    },
  ]);
  expect(await stage.bus.deadLetters.list()).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectBus, type Bus, userKey } from '@parley/bus';
import { createLogger } from '@parley/logging';
import { subjects, type ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { seed, startAnswering, use } from './support/seed.ts';
import { seedEntries } from './support/seedEntries.ts';
import { type Hand, startHand } from './support/startHand.ts';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

let web: RunningWeb;
let hand: Hand;
let bus: Bus;
beforeAll(async () => {
  web = await startWeb({ TRUST_PROXY: 'true' });
  hand = await startHand(web.natsUrl, web.store);
  const log = createLogger({ service: 'listener', level: 'silent' });
  bus = await connectBus({ url: web.natsUrl, name: 'listener', log });
});
afterAll(async () => {
  await bus?.close();
  await hand?.stop();
  await web?.stop();
});

const FROM = { 'x-forwarded-for': '192.0.2.66, 198.51.100.7' };
const someone = (): string => `someone ${randomUUID()}`;
const listed = async (userId: string): Promise<unknown[]> => {
  const response = await web.get('/api/sessions?archived=all', userId);
  return ((await response.json()) as { items: unknown[] }).items;
};

/** How many users have a data key. */
const keys = async (): Promise<number> =>
  (await web.store.keys.status()).reduce((sum, { dataKeys }) => sum + dataKeys, 0);

/** What is told on a subject from now on. */
async function listen(subscribe: (hear: (bytes: Uint8Array) => void) => unknown): Promise<ServerFrame[]> {
  const heard: ServerFrame[] = [];
  subscribe((bytes) => heard.push(JSON.parse(Buffer.from(bytes).toString()) as ServerFrame));
  await bus.flush();
  return heard;
}

describe('DELETE /api/me', () => {
  test('when it is answered nothing of the user is left, every socket was told, and others kept theirs', async () => {
    const [user, other] = [someone(), someone()];
    const quiet = await seedEntries(web.store, user, 'Quiet', [{ sender: 'user', text: 'words' }]);
    const busy = await seed(web.store, user, ['waits for its answer']);
    const kept = await seed(web.store, other, ['stays']);
    const onSession = await listen((hear) => bus.subscribeOut(quiet, hear));
    const onUser = await listen((hear) => bus.subscribeUser(userKey(user), hear));
    const keysBefore = await keys();

    const response = await web.ask('DELETE', '/api/me', user, undefined, FROM);
    expect(response.status).toBe(204);

    expect(await listed(user)).toEqual([]);
    for (const id of [quiet, busy]) {
      expect((await web.get(`/api/sessions/${id}`, user)).status).toBe(404);
      expect((await web.store.entries.newest(id, 10)).entries).toEqual([]);
    }
    expect(await keys()).toBe(keysBefore - 1);
    const ended = { type: 'session.ended', sessionId: quiet, rev: 3, reason: 'deleted' };
    await eventually('the sockets are told', () => onSession.length > 0 && onUser.length > 1);
    expect(onSession).toEqual([ended]);
    expect(onUser).toHaveLength(2);
    expect(onUser).toEqual(expect.arrayContaining([ended, { ...ended, sessionId: busy }]));
    expect(await listed(other)).toEqual([expect.objectContaining({ id: kept })]);
  });

  test('the same user may come back, with nothing, and may go again', async () => {
    const user = someone();
    await seed(web.store, user, ['the first life']);
    expect((await web.ask('DELETE', '/api/me', user)).status).toBe(204);
    expect((await web.ask('DELETE', '/api/me', user)).status).toBe(204);
    const id = await seed(web.store, user, ['the second life']);
    await use(web.store, id, Date.now());
    expect(await listed(user)).toEqual([expect.objectContaining({ id, name: 'the second life' })]);
    expect((await web.get('/api/me/export', user)).status).toBe(200);
  });

  test('[P44] whoever writes answers is told to stop once nothing can be read; who is deaf or gone changes nothing', async () => {
    const user = someone();
    const ids = await Promise.all(['one', 'two', 'three'].map((text) => seed(web.store, user, [text])));
    const [hears, deaf] = await Promise.all(ids.map((id) => startAnswering(web.store, id)));
    const found: unknown[] = [];
    const ends = [
      bus.respond(subjects.stop(hears ?? ''), {}, async () => {
        found.push(await listed(user), await web.store.sessions.load(ids[0] ?? ''));
        return { payload: {} };
      }),
      bus.respond(subjects.stop(deaf ?? ''), {}, () => new Promise<never>(() => undefined)),
    ];
    await bus.flush();
    const commands = hand.commands.length;
    const onUser = await listen((hear) => bus.subscribeUser(userKey(user), hear));
    expect((await web.ask('DELETE', '/api/me', user, undefined, FROM)).status).toBe(204);
    expect(found).toEqual([[], undefined]);
    expect(await listed(user)).toEqual([]);
    await eventually('the sockets are told', () => onUser.length === ids.length);
    expect(hand.commands).toHaveLength(commands);
    expect((await web.ask('DELETE', '/api/me', user, undefined, FROM)).status).toBe(204);
    for (const end of ends) end();
  });

  test('while the queue is away nothing is erased', async () => {
    const user = someone();
    const id = await seed(web.store, user, ['still here']);
    await web.stopNats();
    const response = await eventually('it is refused', async () => {
      const asked = await web.ask('DELETE', '/api/me', user);
      return asked.status === 503 ? asked : undefined;
    });
    expect(await response.json()).toMatchObject({ error: { category: 'service', code: 'unavailable' } });
    expect(await listed(user)).toEqual([expect.objectContaining({ id })]);
    await web.startNats();
    await eventually('it is ready again', async () => (await web.get('/readyz')).status === 200, {
      timeoutMs: 20_000,
    });
  });

  test('without a token nothing is erased or told', async () => {
    for (const [method, path] of [
      ['DELETE', '/api/me'],
      ['GET', '/api/me/export'],
      ['GET', `/api/sessions/${randomUUID()}/export`],
      ['DELETE', `/api/sessions/${randomUUID()}`],
      ['PATCH', `/api/sessions/${randomUUID()}`],
    ] as const) {
      const response = await fetch(`${web.url}${path}`, { method });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { category: 'auth', code: 'token_missing' } });
    }
  });
});

test('exports and the end of an account are in the audit log: who, what, when and from where', async () => {
  const user = someone();
  const id = await seedEntries(web.store, user, 'A name that stays out', []);
  const began = Date.now();
  const paths = [`/api/sessions/${id}/export?format=json`, '/api/me/export'];
  for (const path of paths) await (await web.ask('GET', path, user, undefined, FROM)).bytes();
  await web.ask('DELETE', '/api/me', user, undefined, FROM);
  const entries = (await web.store.audit.list({ limit: 100 })).filter(({ who }) => who === user).reverse();
  const common = { who: user, where: '198.51.100.7', when: expect.any(Number), n: expect.any(Number) };
  expect(entries).toEqual([
    { ...common, what: 'session.exported', target: id, after: { format: 'json' } },
    { ...common, what: 'user.exported', target: user },
    { ...common, what: 'user.erased', target: user, command: expect.any(String) },
  ]);
  for (const { when } of entries) {
    expect(when).toBeGreaterThanOrEqual(began);
    expect(when).toBeLessThanOrEqual(Date.now());
  }
  expect(await web.store.audit.verify()).not.toHaveProperty('brokenAt');
});

test('[P44] without their key all of one’s data is refused before it begins, and a conversation can still be deleted', async () => {
  const user = someone();
  const lost = await web.storeWithOtherKey();
  const id = await seed(lost, user, ['said under a key that is missing now']);
  const refused = await web.get('/api/me/export', user);
  expect(refused.status).toBe(500);
  expect(await refused.json()).toMatchObject({
    error: { category: 'service', code: 'internal', message: expect.stringContaining('can’t be opened') },
  });
  expect((await web.store.audit.list({ limit: 100 })).filter(({ who }) => who === user)).toEqual([]);

  expect((await web.ask('DELETE', `/api/sessions/${id}`, someone())).status).toBe(404);
  hand.unableNext();
  const response = await web.ask('DELETE', `/api/sessions/${id}`, user);
  expect(response.status).toBe(204);
  expect(hand.commands.at(-1)).toMatchObject({ frame: { type: 'session.delete', sessionId: id } });
});

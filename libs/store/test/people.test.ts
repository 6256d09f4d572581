import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSession, type SessionState } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { bothLosses, type Note, type RoleLoss } from '@parley/protocol';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import type { Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { rawDatabase, type RawDatabase } from './support/rawDatabase.ts';
import { newSession } from './support/say.ts';

let database: TestDatabase;
let store: Store;
let raw: RawDatabase;

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
  raw = rawDatabase(database, database.name);
});
afterAll(async () => {
  await raw.close();
  await store.close();
  await database.stop();
});

const HOUR_MS = 3_600_000;
const anyNote = fc.record({
  id: fc.uuid(),
  author: fc.record({ id: fc.string({ minLength: 1 }), name: anyMessageText(3) }),
  text: anyMessageText(10),
  forAssistant: fc.boolean(),
});
const keep = async (more: Partial<SessionState>): Promise<string> => {
  const fresh = createSession(randomUUID(), `user ${randomUUID()}`, 'demo', 1);
  return (await store.sessions.create({ ...fresh, ...more })).loaded.state.id;
};

describe('notes', () => {
  test('[P56] come back as they were written, oldest first, each once however often it is added', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyNote, { selector: ({ id }) => id, maxLength: 5 }), async (some) => {
        const { id: sessionId } = (await newSession(store)).state;
        const notes = some.map((one, at): Note => ({
          ...one,
          sessionId,
          createdAt: new Date(1_000 + at).toISOString(),
        }));
        for (const note of [...notes, ...notes]) expect(await store.notes.add(note)).toBe(true);
        expect(await store.notes.list(sessionId, { limit: 10 })).toEqual(notes);
        const guidance = notes.filter(({ forAssistant }) => forAssistant);
        expect(await store.notes.list(sessionId, { limit: 10, forAssistant: true })).toEqual(guidance);
        expect(await store.notes.list(sessionId, { limit: 1 })).toEqual(notes.slice(-1));
      }),
      { numRuns: 100 },
    );
  });

  test('[P44] go with their session, and can’t be read once their user was erased', async () => {
    const [one, two] = [await newSession(store), await newSession(store)];
    const secret = `${randomUUID()} secret`;
    const write = (sessionId: string): Promise<boolean> =>
      store.notes.add({
        id: randomUUID(),
        sessionId,
        author: { id: 'admin', name: `${secret} name` },
        text: secret,
        forAssistant: true,
        createdAt: new Date(1).toISOString(),
      });
    await write(one.state.id);
    await write(two.state.id);
    const stored = JSON.stringify(await raw.all('notes'));
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret).toString('base64').slice(0, 30));
    await store.sessions.remove(one.state.id);
    expect(await store.notes.list(one.state.id, { limit: 10 })).toEqual([]);
    expect(await write(one.state.id)).toBe(false);
    const copy = (await raw.all('notes')).filter(({ sessionId }) => sessionId === two.state.id);
    const session = (await raw.all('sessions')).filter(({ _id }) => _id === two.state.id);
    await store.users.erase(two.state.userId);
    expect((await raw.all('notes')).filter(({ text }) => text !== undefined)).not.toContainEqual(copy[0]);
    await raw.put('notes', copy);
    await raw.put('sessions', session);
    expect(await store.notes.list(two.state.id, { limit: 10 })).toEqual([]);
    const fresh = await openTestStore(database);
    expect(await fresh.notes.list(two.state.id, { limit: 10 })).toEqual([]);
    await fresh.close();
  });
});

describe('admins', () => {
  test('[P53] are known as last seen, their names sealed, until they are erased', async () => {
    const id = `admin ${randomUUID()}`;
    const name = `${randomUUID()} name`;
    expect(await store.admins.get(id)).toBeUndefined();
    await store.admins.seen({ id, name: 'Old', roles: ['admin'] });
    await Promise.all([1, 2, 3].map(() => store.admins.seen({ id, name, roles: ['admin', 'supervisor'] })));
    const seenAt = expect.any(Number);
    expect(await store.admins.get(id)).toEqual({ id, name, roles: ['admin', 'supervisor'], seenAt });
    expect(JSON.stringify(await raw.all('admins'))).not.toContain(name);
    await store.users.erase(id);
    expect(await store.admins.get(id)).toBeUndefined();
    await store.admins.seen({ id, name, roles: ['admin'] });
    expect(await store.admins.get(id)).toMatchObject({ name });
  });

  test('[P53] when they were seen is written once an hour at most, whichever way the clock goes', async () => {
    let now = Date.parse('2026-01-01');
    const clocked = await openTestStore(database, { now: () => now });
    const one = { id: `admin ${randomUUID()}`, name: 'Ann', roles: ['admin'] };
    const seenAfter = async (ms: number): Promise<number | undefined> => {
      now += ms;
      await clocked.admins.seen(one);
      return (await clocked.admins.get(one.id))?.seenAt;
    };
    const first = await seenAfter(0);
    expect(first).toBe(now);
    expect(await seenAfter(HOUR_MS - 1)).toBe(first);
    expect(await seenAfter(1)).toBe(now);
    expect(await seenAfter(-2 * HOUR_MS)).toBe(now);
    // Kept before the moment was.
    const old = (await raw.all('admins')).filter(({ _id }) => _id === one.id);
    await raw.remove('admins', one.id);
    await raw.put(
      'admins',
      old.map(({ seenAt: _seenAt, ...document }) => document),
    );
    expect(await clocked.admins.get(one.id)).toEqual(one);
    expect(await seenAfter(1)).toBe(now);
    await clocked.close();
  });

  test('[P53] are listed by name, then by id, but those who can’t be read; one who lost the role is known no more', async () => {
    const names = fc.array(fc.constantFrom('Ann', 'ann', 'Bo', 'Čeněk', 'Zoë'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(names, async (some) => {
        const all = some.map((name) => ({ id: randomUUID(), name, roles: ['admin'] }));
        const ids: string[] = all.map(({ id }) => id);
        for (const one of all) await store.admins.seen(one);
        const sorted = all.toSorted((a, b) => (`${a.name}\n${a.id}` < `${b.name}\n${b.id}` ? -1 : 1));
        expect(await store.admins.list(ids)).toMatchObject(sorted);
        const everybody = await store.admins.list();
        expect(everybody.filter(({ id }) => ids.includes(id))).toMatchObject(sorted);
        for (const id of ids) {
          const loss = { none: 1 };
          expect(await store.admins.lose(id, loss)).toMatchObject({ wasKnown: true });
          expect(await store.admins.lose(id, loss)).toMatchObject({ wasKnown: false });
          expect(await store.admins.get(id)).toBeUndefined();
        }
        expect(await store.admins.list(ids)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    const [gone, there] = [randomUUID(), randomUUID()];
    for (const id of [gone, there]) await store.admins.seen({ id, name: 'Ann', roles: ['admin'] });
    const copy = (await raw.all('admins')).filter(({ _id }) => _id === gone);
    await store.users.erase(gone);
    await raw.put('admins', copy);
    expect((await store.admins.list([gone, there])).map(({ id }) => id)).toEqual([there]);
  });
});

describe('a role that was lost', () => {
  const anyLoss = fc.oneof(fc.record({ none: fc.nat(5) }), fc.record({ admin: fc.nat(5) }));
  const anyLosses = fc.array<RoleLoss>(anyLoss, { minLength: 1, maxLength: 5 });

  test('[P61] is all that was lost, in whichever order they come and whoever keeps them at once', async () => {
    const other = await openTestStore(database);
    await fc.assert(
      fc.asyncProperty(anyLosses, fc.boolean(), async (losses, isAtOnce) => {
        const id = randomUUID();
        const keep = (loss: RoleLoss, at: number) => (at % 2 ? store : other).admins.lose(id, loss);
        if (isAtOnce) await Promise.all(losses.map(keep));
        else for (const [at, loss] of losses.entries()) await keep(loss, at);
        expect(await store.admins.lossOf(id)).toEqual(losses.reduce(bothLosses));
        expect(await store.admins.lossOf(randomUUID())).toBeUndefined();
      }),
      { numRuns: 100 },
    );
    await other.close();
  });

  test('[P61] by whichever token and whenever they are seen, an admin is known by one that came after the loss alone', async () => {
    const anySeen = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anySeen, fc.nat(5), fc.boolean(), async (tokens, issuedAt, isAtOnce) => {
        const id = randomUUID();
        await store.preferences.set(id, { channels: [], criticalInQuiet: false });
        const deeds = [
          ...tokens.map(
            (token) => () => store.admins.seen({ id, name: 'Ann', roles: ['admin'], issuedAt: token }),
          ),
          () => store.admins.lose(id, { none: issuedAt }),
        ].toSorted(() => Math.random() - 0.5);
        if (isAtOnce) await Promise.all(deeds.map((deed) => deed()));
        else for (const deed of deeds) await deed();
        const newest = Math.max(...tokens);
        const known = await store.admins.get(id);
        if (newest <= issuedAt) expect(known).toBeUndefined();
        else expect(known).toMatchObject({ issuedAt: newest });
      }),
      { numRuns: 200 },
    );
  });

  test('[P61] is told of two tokens of which the newer says less, whichever was seen first', async () => {
    const anyRoles = fc.subarray(['user', 'admin', 'supervisor']);
    const rank = (roles: string[]): number =>
      roles.includes('supervisor') ? 2 : roles.includes('admin') ? 1 : 0;
    await fc.assert(
      fc.asyncProperty(anyRoles, anyRoles, fc.nat(2), fc.nat(2), async (before, roles, known, issuedAt) => {
        const id = randomUUID();
        expect(await store.admins.lossBy({ id, roles, issuedAt })).toBeUndefined();
        await store.admins.seen({ id, name: 'Ann', roles: before, issuedAt: known });
        const isOlder = issuedAt < known;
        const [older, newer] = isOlder ? [roles, before] : [before, roles];
        const at = Math.max(issuedAt, known);
        const loss = rank(newer) === 1 ? { admin: at } : { none: at };
        const isLess = rank(newer) < rank(older);
        expect(await store.admins.lossBy({ id, roles, issuedAt })).toEqual(isLess ? loss : undefined);
        expect(await store.admins.ids()).toContain(id);
      }),
      { numRuns: 50 },
    );
  });

  test('[P61] outlives the erasure of its user, without their id', async () => {
    const id = `admin ${randomUUID()}`;
    const one = { id, name: 'Ann', roles: ['admin'], issuedAt: 5 };
    await store.admins.seen(one);
    await store.admins.lose(id, { none: 5 });
    await store.users.erase(id);
    await store.admins.seen(one);
    expect(await store.admins.get(id)).toBeUndefined();
    expect(JSON.stringify(await raw.all('roleLosses'))).not.toContain(id);
    await store.admins.seen({ ...one, issuedAt: 6 });
    expect(await store.admins.get(id)).toMatchObject({ issuedAt: 6 });
  });
});

describe('sessions with people', () => {
  const call = (requestedAt: number, nextRoundAt?: number): Partial<SessionState> => ({
    handling: 'requested',
    help: {
      id: randomUUID(),
      state: 'requested',
      by: 'user',
      requestedAt,
      rounds: 0,
      ...(nextRoundAt !== undefined && { nextRoundAt }),
    },
  });

  test('[P51] the queue is who waits, the longest wait first', async () => {
    const [late, early] = [await keep(call(2_000)), await keep(call(1_000))];
    await keep({ handling: 'human', holdUntil: 5 });
    const queue = await store.sessions.waitingForHelp();
    expect(queue.map(({ id }) => id)).toEqual([early, late]);
    expect(queue[0]).toMatchObject({ requestedAt: 1_000, state: 'requested' });
  });

  test('[P52] rounds are due from their moment on, holds until theirs', async () => {
    const due = await keep(call(1, 10_000));
    const later = await keep(call(1, 10_001));
    expect((await store.sessions.roundsDue(10_000)).map(({ id }) => id)).toEqual([due]);
    expect((await store.sessions.roundsDue(10_001)).map(({ id }) => id)).toEqual([due, later]);
    const held = await keep({ handling: 'human', holdUntil: 10_000 });
    const before = async (at: number) => (await store.sessions.holdsUntil(at)).map(({ id }) => id);
    expect(await before(10_000)).not.toContain(held);
    expect(await before(10_001)).toContain(held);
  });

  test('[P51] tells how long the last ones waited, the latest first', async () => {
    for (const at of [3, 1, 5, 4, 2]) await keep({ lastWait: { waitMs: at * 100, at: at * 1_000 } });
    expect(await store.sessions.recentWaits(3)).toEqual([500, 400, 300]);
  });
});

describe('audit', () => {
  test('[P56] has what a command did once, however often it is told, and whoever else appends', async () => {
    const other = await openTestStore(database);
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        fc.uuid(),
        fc.integer({ min: 1, max: 4 }),
        async (command, target, times) => {
          const entry = { who: 'a', target, when: 1, command } as const;
          const what = ['takeover.ended', 'note.added'] as const;
          const numbers = await Promise.all(
            Array.from({ length: times * 2 }, async (_, at) =>
              (at % 3 ? store : other).audit.append({ ...entry, what: at % 2 ? what[0] : what[1] }),
            ),
          );
          expect(new Set(numbers).size).toBe(2);
          const kept = (await store.audit.list({ limit: 100 })).filter((one) => one.target === target);
          expect(kept.map((one) => one.what).toSorted()).toEqual(what.toSorted());
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
    expect((await store.audit.verify()).brokenAt).toBeUndefined();
    await other.close();
  });
});

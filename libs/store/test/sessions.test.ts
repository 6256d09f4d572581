import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSession, type SessionState } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { Store } from '../src/index.ts';
import { anyState } from './support/anyState.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, said, say } from './support/say.ts';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
});
afterAll(async () => {
  await store?.close();
  await database?.stop();
});

describe('create and load', () => {
  test('[P14] gives a session back as it was stored, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(anyState(), async (state) => {
        const { created, loaded } = await store.sessions.create(state);
        expect(created).toBe(true);
        expect(loaded.state).toEqual(state);
        expect(await store.sessions.load(state.id)).toEqual(loaded);
      }),
      { numRuns: 150 },
    );
  });

  test('says whose the session is when its id is taken', async () => {
    const state = createSession(randomUUID(), 'first', 'demo', 1);
    const tries = ['first', 'second', 'third'].map((userId) => store.sessions.create({ ...state, userId }));
    const done = await Promise.all(tries);
    const [winner] = done.filter(({ created }) => created);
    expect(done.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(done.map(({ loaded }) => loaded.state.userId))).toEqual(
      new Set([winner?.loaded.state.userId]),
    );
  });

  test('knows no session that was not created', async () => {
    expect(await store.sessions.load(randomUUID())).toBeUndefined();
    expect(await store.sessions.change(randomUUID(), () => ({ result: 1 }))).toBeUndefined();
  });
});

describe('commit', () => {
  test('counts once for each version, whoever races', async () => {
    const loaded = await newSession(store);
    const race = ['a', 'b', 'c', 'd'].map((text) =>
      store.sessions.commit(loaded, said(loaded.state, randomUUID(), text)),
    );
    const won = (await Promise.all(race)).filter((after) => after !== undefined);
    expect(won).toHaveLength(1);
    expect(await store.sessions.load(loaded.state.id)).toEqual(won[0]);
    expect((await store.entries.newest(loaded.state.id, 10)).entries).toHaveLength(1);
  });

  test('refuses a change of another session', async () => {
    const [one, other] = [await newSession(store), await newSession(store)];
    const change = said(other.state, randomUUID(), 'hi');
    await expect(store.sessions.commit(one, change)).rejects.toThrow('must be one of the session');
    const mixed = { ...change, session: one.state };
    await expect(store.sessions.commit(one, mixed)).rejects.toThrow('must be one of the session');
  });

  test('keeps the outcome of a command', async () => {
    const { state } = await newSession(store);
    const id = randomUUID();
    expect(await store.outcomes.get(state.id, id)).toBeUndefined();
    await say(store, state.id, id, 'hi');
    expect(await store.outcomes.get(state.id, id)).toEqual({ ok: true, messageId: id });
    expect(await store.outcomes.get(randomUUID(), id)).toBeUndefined();
  });
});

describe('change', () => {
  test('[P12] applies each of many changes at once, one after the other', async () => {
    const { state } = await newSession(store);
    const ids = Array.from({ length: 25 }, () => randomUUID());
    await Promise.all(ids.map((id) => say(store, state.id, id, 'hi')));
    const after = await store.sessions.load(state.id);
    expect(after?.state).toMatchObject({ rev: 26, seq: 25, messageCount: 25 });
    expect(new Set(after?.state.recent)).toEqual(new Set(ids));
  });

  test('hands out what was decided, also when nothing changes', async () => {
    const loaded = await newSession(store);
    const done = await store.sessions.change(loaded.state.id, async ({ rev }) => ({ result: rev }));
    expect(done).toEqual({ loaded, result: 1 });
  });

  test('is first tried of the session as it was known, and decided again of what is there', async () => {
    const known = await newSession(store);
    const seen: number[] = [];
    const add = (text: string) => (state: SessionState) => {
      seen.push(state.rev);
      return { change: said(state, randomUUID(), text), result: undefined };
    };
    await store.sessions.change(known.state.id, add('at once'), known);
    expect(seen.splice(0)).toEqual([1]);
    const done = await store.sessions.change(known.state.id, add('too late'), known);
    expect(seen).toEqual([1, 2]);
    expect(done?.loaded.state).toMatchObject({ rev: 3, seq: 2 });
    const told = await store.sessions.change(known.state.id, ({ rev }) => ({ result: rev }), known);
    expect(told).toEqual({ loaded: done?.loaded, result: 3 });
  });

  test('gives up, and says so, when others are always faster', async () => {
    const { state } = await newSession(store);
    let asked = 0;
    const slow = store.sessions.change(state.id, async (state) => {
      asked++;
      await say(store, state.id, randomUUID(), 'faster');
      return { change: said(state, randomUUID(), 'slower'), result: undefined };
    });
    await expect(slow).rejects.toMatchObject({ category: 'service', code: 'unavailable' });
    expect(asked).toBe(50);
  });
});

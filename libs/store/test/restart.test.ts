import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Entry } from '@parley/conversation';
import { startEmbeddedDatabase } from '@parley/infra';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { StoreUnavailable, type Loaded, type Store } from '../src/index.ts';
import { anyEntry, anyState } from './support/anyState.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';

let dataDir: string;
let server: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
let store: Store;

const open = () => openTestStore({ url: server.url, name: 'restart' });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-restart-'));
  server = await startEmbeddedDatabase({ dataDir });
  store = await open();
});
afterEach(async () => {
  await store.close();
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await server.kill();
  server = await startEmbeddedDatabase({ dataDir, port: server.port });
}

describe('after the database was killed and started again', () => {
  test('[P14] [P15] every session and every message is there, with sender, time and seq', async () => {
    const kept: { loaded: Loaded; entry: Entry }[] = [];
    const anySaid = anyState().chain((state) =>
      fc.tuple(fc.constant({ ...state, seq: 1, rev: 2 }), anyEntry(state.id, 1, 2)),
    );
    await fc.assert(
      fc.asyncProperty(anySaid, async ([state, entry]) => {
        const { loaded } = await store.sessions.create(state);
        const after = await store.sessions.commit(loaded, { session: state, entries: [entry] });
        expect(after).toBeDefined();
        if (after) kept.push({ loaded: after, entry });
      }),
      { numRuns: 100 },
    );
    await restart();
    const fresh = await open();
    for (const { loaded, entry } of kept) {
      expect(await fresh.sessions.load(loaded.state.id)).toEqual(loaded);
      expect((await fresh.entries.newest(loaded.state.id, 10)).entries).toEqual([entry]);
    }
    expect(kept).toHaveLength(100);
    await fresh.close();
  });
});

describe('while the database is away', () => {
  test('refuses within its bounds, keeps the cause, and goes on by itself afterwards', async () => {
    const { state } = await newSession(store);
    await say(store, state.id, randomUUID(), 'before');
    await store.ready();
    await server.kill();
    const begun = performance.now();
    const tries = [
      store.ready(),
      store.sessions.load(state.id),
      say(store, state.id, randomUUID(), 'lost'),
      store.entries.newest(state.id, 10),
      store.sessions.activeOf(state.userId),
    ];
    for (const done of await Promise.allSettled(tries)) {
      const reason: unknown = done.status === 'rejected' ? done.reason : undefined;
      expect(reason).toBeInstanceOf(StoreUnavailable);
      expect(reason).toMatchObject({ category: 'service', code: 'unavailable', cause: expect.any(Error) });
    }
    expect(performance.now() - begun).toBeLessThan(5000);
    server = await startEmbeddedDatabase({ dataDir, port: server.port });
    await eventually('the store is ready again', () => store.ready().then(() => true), { timeoutMs: 10_000 });
    await say(store, state.id, randomUUID(), 'after');
    const { entries } = await store.entries.newest(state.id, 10);
    expect(entries.map(({ text }) => text)).toEqual(['before', 'after']);
  });

  test('does not open', async () => {
    await server.kill();
    await expect(open()).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

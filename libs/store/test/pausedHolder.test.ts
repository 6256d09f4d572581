import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { eventually } from '@parley/testing';
import type { FaultPoint, Store } from '../src/index.ts';
import { answerOnce } from './support/answering.ts';
import { openTestStore } from './support/openTestStore.ts';
import { newSession, say } from './support/say.ts';

let database: TestDatabase;
let store: Store;
const children: ReturnType<typeof spawn>[] = [];

beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await store?.close();
  await database?.stop();
});

/** A holder process that has come to a fault point, and waits there. */
async function startHolder(sessionId: string, waitAt: string, passes: number) {
  const script = new URL('support/holder.ts', import.meta.url).pathname;
  const args = [script, database.url, database.name, sessionId, waitAt, String(passes)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const told = async (): Promise<unknown> => JSON.parse((await lines.next()).value ?? 'null');
  expect(await told()).toEqual({ at: waitAt });
  return { child, told };
}

/** `T`: stopped by a signal. */
const processState = (pid: number | undefined): string | undefined =>
  /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];

async function dump(sessionId: string) {
  const loaded = await store.sessions.load(sessionId);
  return { loaded, entries: (await store.entries.newest(sessionId, 100)).entries };
}

const points = (...all: FaultPoint[]) => all;
const beforeWrite = points('session.loaded', 'session.commit');
const afterWrite = points('session.committed', 'entry.copy', 'entry.copied', 'pending.takeOut');
/** Where it waits: while it starts the answer, or while it ends it; and whether it has ended it by then. */
const moments = [
  ...[...beforeWrite, ...afterWrite].map((waitAt) => ({
    while: 'starting',
    waitAt,
    passes: 0,
    ended: false,
  })),
  ...beforeWrite.map((waitAt) => ({ while: 'ending', waitAt, passes: 1, ended: false })),
  ...afterWrite.map((waitAt) => ({ while: 'ending', waitAt, passes: 1, ended: true })),
];

describe('a holder that is stopped in the middle and goes on when others took over', () => {
  test.each(moments)('[P12] [P15] changes nothing: $while, $waitAt', async ({ waitAt, passes, ended }) => {
    const sessionId = (await newSession(store)).state.id;
    await say(store, sessionId, randomUUID(), 'hi');
    const { child, told } = await startHolder(sessionId, waitAt, passes);
    child.kill('SIGSTOP');
    await eventually('the holder is stopped', () => processState(child.pid) === 'T');

    // The queue gave up on the holder: its turn comes again. More is said meanwhile.
    expect(await answerOnce(store, sessionId, 1, 2)).toBe(!ended);
    await say(store, sessionId, randomUUID(), 'and then');
    expect(await answerOnce(store, sessionId, 2, 1)).toBe(true);
    const before = await dump(sessionId);
    expect(before.entries.map(({ status }) => status)).toEqual(Array(4).fill('complete'));
    expect(before.loaded?.state).toMatchObject({ seq: 4, rev: 7, waiting: [] });

    child.stdin?.write('go\n');
    child.kill('SIGCONT');
    expect(await told()).toEqual({ ended });
    await once(child, 'exit');
    expect(await dump(sessionId)).toEqual(before);
  });
});

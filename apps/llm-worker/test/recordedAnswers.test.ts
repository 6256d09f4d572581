import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { cutInto, ReplayServer } from './fakes/ReplayServer.ts';
import { NAMES } from './providers/outcome.ts';
import { ofWhom, read, RECORDINGS, type Recorded } from './providers/recorded.ts';
import { ANNA, ofType, setStage, textOf, type Stage } from './stage.ts';

const ATTEMPTS = 2;
const PRICE = { input: 1, output: 2 };

let stage: Stage;
let server: ReplayServer;
let folder: string;

beforeAll(async () => {
  stage = await setStage();
  server = await ReplayServer.start();
  folder = await mkdtemp(join(tmpdir(), 'parley-recorded-'));
  const file = join(folder, 'models.yaml');
  const models = NAMES.map((provider) => {
    const baseUrl = provider === 'anthropic' ? server.url : `${server.url}/v1`;
    return {
      id: provider,
      label: provider,
      provider,
      model: 'some-model',
      baseUrl,
      apiKey: 'key',
      price: PRICE,
    };
  });
  await writeFile(file, JSON.stringify({ models }));
  await stage.worker({
    models: loadModels(file, {}),
    env: { PROVIDER_ATTEMPTS: String(ATTEMPTS), PROVIDER_FIRST_TOKEN: '10s' },
  });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Has a worker's answer come from a recording, sent in these pieces; and all that is known of it then. */
async function answered(name: string, pieces: readonly Uint8Array[]) {
  server.play(({ path }) => (path.endsWith('/stop') ? {} : { pieces }));
  const user = { ...ANNA, id: randomUUID() };
  const { session } = await stage.opened({ new: true }, user);
  const { id: sessionId } = session;
  const model = ofWhom(name);
  await stage.ask({ type: 'model.select', id: randomUUID(), sessionId, model }, user);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  await stage.send(sessionId, 'Hello?', undefined, user);
  const ended = await eventually('the answer', () => ofType(frames, 'message.ended')[0]?.message, {
    timeoutMs: 30_000,
  });
  return {
    frames,
    ended,
    entry: await stage.store.entries.get(sessionId, ended.id),
    calls: await stage.store.calls.ofSession(sessionId),
    sum: await stage.store.calls.usageOf(sessionId),
    seen: server.requests.filter(({ path }) => !path.endsWith('/stop')),
  };
}
type Answered = Awaited<ReturnType<typeof answered>>;

/** How an answer ends of which this was streamed. */
function statusOf({ finish, text, reasoning }: Recorded): string {
  if (finish === 'stop') return 'complete';
  return text === '' && reasoning === '' ? 'failed' : 'interrupted';
}

function expectStored({ frames, ended, entry, sum }: Answered, recorded: Recorded): void {
  const { text, reasoning, thread, error } = recorded;
  expect(entry).toMatchObject({
    status: statusOf(recorded),
    text,
    ...(reasoning !== '' && { reasoning }),
    ...(thread !== undefined && { thread }),
    ...(error && { error: { code: error.code } }),
    // A call that took nothing isn't told of.
    ...(sum.totalTokens > 0 && { usage: sum }),
  });
  if (reasoning === '') expect(entry).not.toHaveProperty('reasoning');
  // What was streamed is what is told at the end, and what is stored.
  expect(textOf(frames, ended.id)).toBe(entry?.text);
  const thoughts = ofType(frames, 'message.reasoning').filter(({ messageId }) => messageId === ended.id);
  expect(thoughts.map((frame) => frame.text).join('')).toBe(reasoning);
  expect([ended.text, ended.status, ended.usage]).toEqual([entry?.text, entry?.status, entry?.usage]);
}

function expectLedger({ ended, calls, seen }: Answered, recorded: Recorded): void {
  const { finish, usage, error } = recorded;
  // The provider was told each entry's id, once.
  expect(calls.map(({ id }) => id)).toEqual(seen.map(({ headers }) => headers['x-request-id']));
  const isAskedAgain = statusOf(recorded) === 'failed' && error?.failure.retryable;
  expect(calls).toHaveLength(isAskedAgain ? ATTEMPTS : 1);
  for (const [at, call] of calls.entries()) {
    const { inputTokens = NaN, outputTokens = NaN } = call;
    expect(call).toMatchObject({
      messageId: ended.id,
      attempt: 1,
      tried: at + 1,
      outcome: finish === undefined ? statusOf(recorded) : 'complete',
      // What the provider counted holds for a whole answer; else it is counted here.
      ...(finish !== undefined && { estimated: !usage, ...usage }),
      ...(error && { error: error.code }),
    });
    expect(call.costUsd).toBeCloseTo((inputTokens + 2 * outputTokens) / 1e6, 9);
    if (statusOf(recorded) !== 'failed') expect(Math.min(inputTokens, outputTokens)).toBeGreaterThan(0);
  }
}

describe('a recorded stream', () => {
  test.each(Object.entries(RECORDINGS))(
    '[P10][P28][P62] becomes an answer that is shown, stored and counted as it says: %s',
    async (name, recorded) => {
      const found = await answered(name, [Buffer.from(read(name))]);
      expectStored(found, recorded);
      expectLedger(found, recorded);
    },
  );

  test('[P10][P28][P62] becomes the same answer wherever it is cut, whatever ends its lines', async () => {
    // One without a word is asked for again, which the table above shows.
    const shown = Object.entries(RECORDINGS).filter(([, recorded]) => statusOf(recorded) !== 'failed');
    const anySizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...shown),
        anySizes,
        fc.constantFrom('\n', '\r\n'),
        async ([name, recorded], sizes, lineEnd) => {
          const found = await answered(name, cutInto(read(name).replaceAll('\n', lineEnd), sizes));
          expectStored(found, recorded);
          expectLedger(found, recorded);
        },
      ),
      { numRuns: 100 },
    );
  }, 300_000);
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import { startAnswer } from '@parley/conversation';
import { subjects, type ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { ChatServer } from './ChatServer.ts';
import { anAdmin, aSession, deeds } from './people.ts';
import { ofType, setStage, textOf, type Stage } from './stage.ts';

const ADA = anAdmin('Ada');
/** What the provider says, as far as anybody hears it. */
const ALL = Array.from({ length: 20_000 }, (_, at) => `${at + 1} `).join('');

let stage: Stage;
let server: ChatServer;
let folder: string;

beforeAll(async () => {
  stage = await setStage();
  server = await ChatServer.start(async function* () {
    for (let n = 1; ; n++) {
      yield `${n} `;
      await wait(3);
    }
  });
  folder = await mkdtemp(join(tmpdir(), 'parley-takeover-'));
  const file = join(folder, 'models.yaml');
  const own = { provider: 'openai', model: 'endless', baseUrl: server.baseUrl, apiKey: 'key' };
  await writeFile(file, JSON.stringify({ models: [{ id: 'endless', label: 'Endless', ...own }] }));
  for (let n = 0; n < 2; n++) await stage.worker({ models: loadModels(file, {}) });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const revs = (frames: readonly ServerFrame[]): number[] => [
  ...new Set(frames.flatMap((frame) => ('rev' in frame && frame.rev !== undefined ? [frame.rev] : []))),
];

/** Has one session answered, with `behind` more messages waiting, and takes it over after `afterMs`. */
async function takenMidAnswer(afterMs: number, behind: number): Promise<void> {
  const { user, sessionId } = await aSession(stage, { model: 'endless' });
  const frames = stage.watchFenced(sessionId);
  await stage.bus.flush();
  const { take, say, release } = deeds(stage, sessionId, user);
  for (let n = 0; n <= behind; n++) await stage.send(sessionId, 'Go on.', undefined, user);
  await wait(afterMs);
  expect(await take(ADA)).toMatchObject({ type: 'ack' });
  const shown = new Map(
    ofType(frames, 'message.delta').map(({ messageId }) => [messageId, textOf(frames, messageId)]),
  );
  expect(await say(ADA, 'Here I am.')).toMatchObject({ type: 'ack' });
  await eventually('what was said is shown', () =>
    ofType(frames, 'message.created').find(({ message }) => message.sender === 'admin'),
  );
  const { entries } = await stage.store.entries.newest(sessionId, 50);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
  expect(entries.at(-1)).toMatchObject({ sender: 'admin', text: 'Here I am.' });
  for (const { id, text, status } of entries.filter(({ sender }) => sender === 'assistant')) {
    expect(status).toBe('stopped');
    expect(ALL.startsWith(text)).toBe(true);
    // What was shown is what is kept, also when the next answer was about to begin.
    expect(text).toBe(shown.get(id) ?? '');
  }
  const types = frames.map(({ type }) => type);
  const since = types.indexOf('takeover.started');
  expect(since).toBeGreaterThanOrEqual(0);
  expect(types.slice(since)).not.toContain('message.delta');
  expect(types.slice(since)).not.toContain('message.ended');
  const told = revs(frames);
  expect(told).toEqual(told.map((_, at) => at + 2));
  expect((await stage.store.sessions.load(sessionId))?.state).toMatchObject({
    handling: 'human',
    waiting: [],
    rev: told.length + 1,
  });
  const { usage } = (await stage.store.sessions.load(sessionId))?.state ?? {};
  expect(usage).toEqual(await stage.store.calls.usageOf(sessionId));
  expect(await release(ADA)).toMatchObject({ type: 'ack' });
}

describe('a takeover in the middle of an answer', () => {
  test('[P57] lets no token through after it, keeps what was shown, and gives the human the next place', async () => {
    const AT_ONCE = 5;
    const anyMoments = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 200 }), behind: fc.constantFrom(0, 0, 0, 1, 3) }),
      {
        minLength: AT_ONCE,
        maxLength: AT_ONCE,
      },
    );
    await fc.assert(
      fc.asyncProperty(anyMoments, async (moments) => {
        await Promise.all(moments.map(({ afterMs, behind }) => takenMidAnswer(afterMs, behind)));
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 600_000);

  test('[P57] keeps what its writer says that it showed, when that one hears late and takes long to keep its end', async () => {
    const anyWriter = fc.record({
      held: fc.constantFrom(1, 2),
      told: fc.constantFrom(1, 2),
      afterMs: fc.constantFrom(0, 400),
      text: fc.string({ unit: 'grapheme' }),
    });
    await fc.assert(
      fc.asyncProperty(anyWriter, async ({ held, told, afterMs, text }) => {
        const { user, sessionId } = await aSession(stage, {
          waiting: [{ messageId: randomUUID(), acceptedAt: 1 }],
        });
        const begun = await stage.store.sessions.change(sessionId, (session) => {
          const start = startAnswer(session, { turn: 1, delivery: 1 }, Date.now());
          if (start.kind !== 'write') throw new Error('it begins');
          const answer = { ...start.answer, attempt: held };
          return {
            change: { ...start.change, session: { ...start.change.session, answer } },
            result: answer.messageId,
          };
        });
        const messageId = begun?.result ?? '';
        const taken = deeds(stage, sessionId, user).take(ADA);
        await wait(afterMs);
        const end = stage.bus.respond(subjects.stop(messageId), {}, () => ({
          payload: { attempt: told, text, model: 'other' },
        }));
        expect(await taken).toMatchObject({ type: 'ack' });
        end();
        const shown =
          held === told ? { text, model: 'other', fallbackFor: 'demo' } : { text: '', model: 'demo' };
        expect(await stage.store.entries.get(sessionId, messageId)).toMatchObject({
          status: 'stopped',
          ...shown,
        });
      }),
      { numRuns: 10 },
    );
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadModels } from '@parley/config';
import type { Message, Notification } from '@parley/protocol';
import { verdict } from '@parley/bus';
import { eventually } from '@parley/testing';
import { ModelServer, type SeenRequest } from './ModelServer.ts';
import { ANNA, ofType, setStage, textOf, type Stage } from './stage.ts';

let stage: Stage;
let server: ModelServer;
let folder: string;
const notified: Notification[] = [];

beforeAll(async () => {
  stage = await setStage();
  server = await ModelServer.start();
  folder = await mkdtemp(join(tmpdir(), 'parley-calls-'));
  const file = join(folder, 'models.yaml');
  const models = [
    server.model('plain'),
    server.model('shaky', { fallback: 'standin' }),
    server.model('keyless', { fallback: 'standin' }),
    server.model('standin'),
    server.model('down'),
    server.model('narrow'),
    server.model('slow'),
  ];
  await writeFile(file, JSON.stringify({ models }));
  const env = {
    PROVIDER_FIRST_TOKEN: '1s',
    PROVIDER_SILENCE: '1s',
    PROVIDER_CONCURRENCY: '3',
    PROVIDER_BUDGET: '30s',
  };
  for (let n = 0; n < 2; n++) await stage.worker({ models: loadModels(file, {}), env });
  stage.bus.consumeNotifications({
    slots: 4,
    handler: async (notification) => {
      notified.push(notification);
      return verdict.done;
    },
  });
});
afterAll(async () => {
  await stage?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A session of a new user with this model. */
async function chat(model: string) {
  const user = { ...ANNA, id: randomUUID() };
  const { session } = await stage.opened({ new: true }, user);
  const { id: sessionId } = session;
  await stage.ask({ type: 'model.select', id: randomUUID(), sessionId, model }, user);
  const frames = stage.watch(sessionId);
  await stage.bus.flush();
  const ended = (where: (message: Message) => boolean): Promise<Message> =>
    eventually(
      'the answer',
      () => ofType(frames, 'message.ended').find(({ message }) => where(message))?.message,
      { timeoutMs: 30_000 },
    );
  return {
    user,
    sessionId,
    frames,
    say: async (text: string) => {
      const asked = await stage.send(sessionId, text, undefined, user);
      return ended(({ replyTo }) => replyTo === asked);
    },
    goOn: async (messageId: string) => {
      await stage.ask({ type: 'message.continue', id: randomUUID(), sessionId, messageId }, user);
      return ended(({ replaces }) => replaces === messageId);
    },
    ledger: () => stage.store.calls.ofSession(sessionId),
    usage: async () => (await stage.opened({ sessionId }, user)).session.usage,
  };
}

/** Of calls and requests: that each request has exactly one entry, in order, and how those ended. */
async function matched({ ledger }: Awaited<ReturnType<typeof chat>>, seen: readonly SeenRequest[]) {
  const calls = await ledger();
  expect(calls.map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
  return calls.map(({ outcome }) => outcome);
}

describe('a call that fails before its first token', () => {
  test('[P29][P62] by 429 with retry-after, 500 and a reset is made again, in time, each once in the ledger', async () => {
    const talk = await chat('plain');
    server.goes(
      'plain',
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 500 },
      { says: [], after: 'reset' },
      { says: ['It ', 'is ', 'fine.'] },
    );
    const answer = await talk.say('How are you?');
    expect(answer).toMatchObject({ status: 'complete', text: 'It is fine.', model: 'plain' });
    const seen = server.of('plain');
    expect(seen).toHaveLength(4);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(await matched(talk, seen)).toEqual(['failed', 'failed', 'failed', 'complete']);
    expect(await talk.ledger()).toMatchObject([
      { status: 429, tried: 1, inputTokens: 0, attempt: 1, messageId: answer.id },
      { status: 500, tried: 2 },
      { tried: 3, estimated: true },
      { tried: 4, inputTokens: 7, outputTokens: 3, costUsd: 13 / 1e6 },
    ]);
    const [waiting] = ofType(talk.frames, 'message.waiting');
    expect(waiting).toMatchObject({ reason: 'retry', messageId: answer.id, attempt: 1 });
    expect(waiting?.retryInMs).toBeGreaterThanOrEqual(1_000);
    const usage = await stage.store.calls.usageOf(talk.sessionId);
    expect(answer.usage).toEqual(usage);
    expect(await talk.usage()).toEqual(usage);
  });

  test('[P29] by silence is given up and made again; a bad request isn’t', async () => {
    const talk = await chat('plain');
    const before = server.of('plain').length;
    server.goes('plain', { says: [], after: 'stall' }, { says: ['Late.'] });
    expect(await talk.say('Hello?')).toMatchObject({ status: 'complete', text: 'Late.' });
    server.goes('plain', { status: 400 });
    expect(await talk.say('And now?')).toMatchObject({ status: 'failed', error: { code: 'provider_error' } });
    expect(await matched(talk, server.of('plain').slice(before))).toEqual(['failed', 'complete', 'failed']);
    expect((await talk.ledger())[0]).toMatchObject({ error: 'provider_timeout' });
    server.goes('plain', { says: ['Fine.'] });
  });

  test('[P30] for good has its fallback answer, which says so', async () => {
    const talk = await chat('shaky');
    server.goes('shaky', { status: 503 });
    server.goes('standin', { says: ['Standing in.'] });
    const answer = await talk.say('Who are you?');
    expect(answer).toMatchObject({ text: 'Standing in.', model: 'standin', fallbackFor: 'shaky' });
    expect((await talk.ledger()).map(({ model }) => model)).toEqual(['shaky', 'shaky', 'shaky', 'standin']);
    expect((await stage.opened({ sessionId: talk.sessionId }, talk.user)).session.model).toBe('shaky');
    const other = await chat('keyless');
    server.goes('keyless', { status: 401 });
    expect(await other.say('And you?')).toMatchObject({ model: 'standin', fallbackFor: 'keyless' });
    expect((await other.ledger()).map(({ model }) => model)).toEqual(['keyless', 'standin']);
    server.goes('keyless', { says: ['Back.'] });
    const back = await other.say('Again?');
    expect(back).toMatchObject({ text: 'Back.', model: 'keyless' });
    expect(back).not.toHaveProperty('fallbackFor');
  });
});

describe('a call that fails after its first token', () => {
  test('[P29] by a reset or silence is never made again: its answer is interrupted, and goes on when its user says so', async () => {
    for (const after of ['reset', 'stall'] as const) {
      const talk = await chat('plain');
      const before = server.of('plain').length;
      server.goes('plain', { says: ['Once upon a time there ', 'was a kestrel '], after });
      const broken = await talk.say('Tell me a story');
      const code = after === 'stall' ? 'provider_timeout' : 'provider_error';
      expect(broken).toMatchObject({
        status: 'interrupted',
        text: 'Once upon a time there was a kestrel ',
        error: { code },
      });
      expect(server.of('plain')).toHaveLength(before + 1);
      // The model says its last words again, exactly.
      server.goes('plain', { says: ['there was a kestrel that ', 'hovered.'] });
      const whole = await talk.goOn(broken.id);
      const text = 'Once upon a time there was a kestrel that hovered.';
      expect(whole).toMatchObject({ status: 'complete', text, continues: broken.id });
      expect(textOf(talk.frames, whole.id)).toBe(text);
      const { messages } = server.of('plain').at(-1)?.asked ?? { messages: [] };
      expect(messages.slice(-3)).toMatchObject([
        { role: 'user', content: 'Tell me a story' },
        { role: 'assistant', content: broken.text },
        { role: 'user', content: expect.stringContaining('Go on exactly where it stops') },
      ]);
      expect(await matched(talk, server.of('plain').slice(before))).toEqual(['interrupted', 'complete']);
    }
  });

  test('[P28] one that can’t go on keeps what it had', async () => {
    const talk = await chat('plain');
    server.goes('plain', { says: ['Half of '], after: 'reset' });
    const broken = await talk.say('Tell me all');
    server.goes('plain', { status: 400 });
    const again = await talk.goOn(broken.id);
    expect(again).toMatchObject({
      status: 'interrupted',
      text: 'Half of ',
      error: { code: 'provider_error' },
    });
    server.goes('plain', { says: ['it.'] });
    expect(await talk.goOn(again.id)).toMatchObject({ status: 'complete', text: 'Half of it.' });
  });
});

describe('an answer', () => {
  test('[P28] that reached the longest its model may write is interrupted; one that it declined has failed', async () => {
    const talk = await chat('plain');
    server.goes('plain', { says: ['All that fits'], finish: 'length' });
    const { status, text, error } = await talk.say('Go on for ever');
    expect({ status, text }).toEqual({ status: 'interrupted', text: 'All that fits' });
    expect(error?.message).toContain('longest that the model may write');
    server.goes('plain', { says: [], finish: 'content_filter' });
    const declined = await talk.say('Say something bad');
    expect(declined).toMatchObject({ status: 'failed', text: '' });
    expect(declined.error?.message).toContain('declined');
    server.goes('plain', { says: ['Fine.'] });
  });

  test('[P28] shows what its model thinks beside it, cleaned, and keeps it', async () => {
    const talk = await chat('plain');
    server.goes('plain', { thinks: 'They\u0007 ask.', says: ['Fine.'] });
    const answer = await talk.say('How are you?');
    expect(answer).toMatchObject({ text: 'Fine.', reasoning: 'They ask.' });
    const thought = ofType(talk.frames, 'message.reasoning');
    expect(thought.map(({ offset, text }) => ({ offset, text }))).toEqual([{ offset: 0, text: 'They ask.' }]);
    expect(textOf(talk.frames, answer.id)).toBe('Fine.');
    server.goes('plain', { says: ['Fine.'] });
  });

  test('[P62] that is stopped is broken off at its provider within 100 ms, and counted as far as it came', async () => {
    const talk = await chat('slow');
    server.goes('slow', { says: Array.from({ length: 500 }, (_, n) => `${n} `), everyMs: 10 });
    const asked = talk.say('Count');
    const delta = await eventually('some text', () => ofType(talk.frames, 'message.delta').at(3));
    const { messageId } = delta;
    const { bus } = stage;
    const told = performance.now();
    // As the command's handler asks the writer.
    await bus.request(`stop.${messageId}`, {}, { timeoutMs: 5_000 });
    const abortedAt = await eventually('the provider sees it', () => server.of('slow').at(-1)?.abortedAt);
    process.stderr.write(
      `the provider saw the stop ${Math.round(abortedAt - told)} ms after its writer was told\n`,
    );
    expect(abortedAt - told).toBeLessThan(100);
    expect(await asked).toMatchObject({ status: 'stopped' });
    const [call] = await talk.ledger();
    expect(call).toMatchObject({ outcome: 'stopped', estimated: true });
    expect(call?.outputTokens).toBeGreaterThan(0);
    expect(await matched(talk, server.of('slow'))).toEqual(['stopped']);
  });
});

describe('a provider', () => {
  test('never has more calls at once than may be, and who waits is told so', async () => {
    server.goes('narrow', { says: Array.from({ length: 20 }, () => 'word '), everyMs: 100 });
    const before = server.most;
    server.most = 0;
    const talks = await Promise.all(Array.from({ length: 12 }, () => chat('narrow')));
    const answers = await Promise.all(talks.map(({ say }) => say('Go')));
    expect(answers.every(({ status }) => status === 'complete')).toBe(true);
    // Two workers with three each.
    expect(server.most).toBeLessThanOrEqual(6);
    const waited = talks.flatMap(({ frames }) => ofType(frames, 'message.waiting'));
    expect(waited.length).toBeGreaterThan(0);
    expect(waited.every(({ reason }) => reason === 'busy')).toBe(true);
    server.most = Math.max(before, server.most);
  }, 60_000);

  test('that is down is left alone, people hear of it once, and it is called again when it is back', async () => {
    server.goes('down', { status: 503 });
    const talks = await Promise.all(Array.from({ length: 8 }, () => chat('down')));
    const failed = await Promise.all(talks.map(({ say }) => say('Hello?')));
    expect(failed.every(({ status }) => status === 'failed')).toBe(true);
    const opened = () => stage.lines.filter((line) => line.includes('"model.circuit_opened"'));
    await eventually('both workers found it down', () => opened().length >= 2, { timeoutMs: 10_000 });
    const raised = () => stage.lines.filter((line) => line.includes('"alert.raised"'));
    await eventually('both told of it', () => raised().length >= 2, { timeoutMs: 10_000 });
    const told = () => notified.filter(({ details }) => details?.['model'] === 'down');
    await eventually('people are notified', () => told().length > 0);
    expect(told()).toMatchObject([
      { kind: 'critical', title: 'Provider circuit open', details: { provider: 'openai' } },
    ]);
    server.goes('down', { says: ['Back.'] });
    const talk = await chat('down');
    await eventually('it answers again', async () => (await talk.say('And now?')).status === 'complete', {
      everyMs: 500,
      timeoutMs: 60_000,
    });
  }, 120_000);
});

describe('a quota', () => {
  test('[P62] that is used up refuses the next message before any call, and says until when', async () => {
    const file = join(folder, 'models.yaml');
    const own = await setStage();
    try {
      await own.worker({ models: loadModels(file, {}), env: { QUOTA_TOKENS: '10' } });
      const { session } = await own.opened({ new: true });
      await own.ask({ type: 'model.select', id: randomUUID(), sessionId: session.id, model: 'plain' });
      const frames = own.watch(session.id);
      await own.bus.flush();
      const say = async () => {
        const asked = await own.send(session.id, 'Hello');
        return eventually('the answer', () =>
          ofType(frames, 'message.ended').find(({ message }) => message.replyTo === asked),
        );
      };
      expect((await say()).message).toMatchObject({ status: 'complete', usage: { totalTokens: 10 } });
      const before = server.seen.length;
      const { message } = await say();
      expect(message).toMatchObject({
        status: 'failed',
        error: { category: 'rate_limit', code: 'quota', retryAfterMs: expect.any(Number) },
      });
      expect(server.seen).toHaveLength(before);
      expect(await own.store.calls.ofSession(session.id)).toHaveLength(1);
    } finally {
      await own.end();
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verdict } from '@parley/bus';
import type { Notification } from '@parley/protocol';
import { eventually } from '@parley/testing';
import type { ModelServer } from './ModelServer.ts';
import { chatOn, setModelStage, type ModelStage } from './modelStage.ts';
import { ofType, setStage, type Stage } from './stage.ts';

let models: ModelStage;
let stage: Stage;
let server: ModelServer;

const chat = (model: string) => chatOn(stage, model);
const notified: Notification[] = [];

beforeAll(async () => {
  models = await setModelStage((own) => [own.model('plain'), own.model('down'), own.model('narrow')]);
  ({ stage, server } = models);
  const env = {
    PROVIDER_FIRST_TOKEN: '3s',
    PROVIDER_SILENCE: '1s',
    PROVIDER_CONCURRENCY: '3',
    PROVIDER_BUDGET: '30s',
  };
  for (let n = 0; n < 2; n++) await stage.worker({ models: models.models, env });
  stage.bus.consumeNotifications({
    slots: 4,
    handler: async (notification) => {
      notified.push(notification);
      return verdict.done;
    },
  });
});
afterAll(() => models?.end());

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
  });

  test('that is slow keeps nobody from an answer of another one: who can’t wait there comes again, with the same attempt', async () => {
    const own = await setStage();
    try {
      const env = { TURN_SLOTS: '4', PROVIDER_CONCURRENCY: '1', PROVIDER_FIRST_TOKEN: '10s' };
      await own.worker({ models: models.models, env });
      server.goes('narrow', { says: Array.from({ length: 15 }, () => 'word '), everyMs: 100 });
      server.goes('plain', { says: ['Fine.'] });
      const slow = await Promise.all(Array.from({ length: 6 }, () => chatOn(own, 'narrow')));
      const quick = await chatOn(own, 'plain');
      let ended = 0;
      const answers = Promise.all(slow.map(({ say }) => say('Go').finally(() => void ended++)));
      await eventually('one is being written', () =>
        slow.find(({ frames }) => ofType(frames, 'message.delta').some(({ text }) => text !== '')),
      );
      expect(await quick.say('Quick')).toMatchObject({ status: 'complete', text: 'Fine.' });
      expect(ended).toBeLessThan(3);
      for (const { status, model } of await answers)
        expect({ status, model }).toEqual({ status: 'complete', model: 'narrow' });
      const calls = (await Promise.all(slow.map(({ ledger }) => ledger()))).flat();
      expect(calls.map(({ attempt, tried, outcome }) => ({ attempt, tried, outcome }))).toEqual(
        slow.map(() => ({ attempt: 1, tried: 1, outcome: 'complete' })),
      );
      const waited = slow.flatMap(({ frames }) => ofType(frames, 'message.waiting'));
      expect(waited.some(({ reason }) => reason === 'busy')).toBe(true);
    } finally {
      await own.end();
    }
  });

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
  });
});

describe('a quota', () => {
  test('[P62] that is used up refuses the next message before any call, and says until when', async () => {
    const own = await setStage();
    try {
      await own.worker({ models: models.models, env: { QUOTA_TOKENS: '10' } });
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

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModelServer } from './ModelServer.ts';
import { chatOn, matched, setModelStage, type ModelStage } from './modelStage.ts';
import { ofType, textOf, type Stage } from './stage.ts';

let models: ModelStage;
let stage: Stage;
let server: ModelServer;

const chat = (model: string) => chatOn(stage, model);

beforeAll(async () => {
  models = await setModelStage((own) => [
    own.model('plain'),
    own.model('shaky', { fallback: 'standin' }),
    own.model('keyless', { fallback: 'standin' }),
    own.model('standin'),
  ]);
  ({ stage, server } = models);
  const env = {
    PROVIDER_FIRST_TOKEN: '3s',
    PROVIDER_SILENCE: '1s',
    PROVIDER_CONCURRENCY: '3',
    PROVIDER_BUDGET: '30s',
  };
  for (let n = 0; n < 2; n++) await stage.worker({ models: models.models, env });
});
afterAll(() => models?.end());

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

  test('[P29] by silence is given up, and not paid for again; nor is a bad request made again', async () => {
    const talk = await chat('plain');
    const before = server.of('plain').length;
    server.goes('plain', { says: [], after: 'stall' });
    expect(await talk.say('Hello?')).toMatchObject({ status: 'failed', error: { code: 'provider_timeout' } });
    server.goes('plain', { status: 400 });
    expect(await talk.say('And now?')).toMatchObject({ status: 'failed', error: { code: 'provider_error' } });
    expect(await matched(talk, server.of('plain').slice(before))).toEqual(['failed', 'failed']);
    expect((await talk.ledger())[0]).toMatchObject({ error: 'provider_timeout', estimated: true });
    server.goes('plain', { says: ['Fine.'] });
  });

  test('[P30] by silence has its fallback answer', async () => {
    const talk = await chat('shaky');
    server.goes('shaky', { says: [], after: 'stall' });
    server.goes('standin', { says: ['Standing in.'] });
    expect(await talk.say('Hello?')).toMatchObject({ text: 'Standing in.', fallbackFor: 'shaky' });
    expect((await talk.ledger()).map(({ model }) => model)).toEqual(['shaky', 'standin']);
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

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '@parley/testing';
import type { ModelServer } from './ModelServer.ts';
import { chatOn, matched, setModelStage, type ModelStage } from './modelStage.ts';
import { ofType, textOf, type Stage } from './stage.ts';

let models: ModelStage;
let stage: Stage;
let server: ModelServer;

const chat = (model: string) => chatOn(stage, model);

beforeAll(async () => {
  models = await setModelStage((own) => [own.model('plain'), own.model('slow')]);
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

  test('[P28][P42] that comes in one huge piece is cut at the longest that may be, and so is what its model thinks', async () => {
    const talk = await chat('plain');
    server.goes('plain', { says: ['x', '🐦'.repeat(600_000)] });
    const answer = await talk.say('All at once');
    expect(answer).toMatchObject({ status: 'interrupted', error: { code: 'provider_error' } });
    expect(answer.error?.message).toContain('too long');
    expect(answer.text).toBe(`x${'🐦'.repeat(59_999)}`);
    expect(textOf(talk.frames, answer.id)).toBe(answer.text);
    server.goes('plain', { thinks: `x${'🐦'.repeat(300_000)}`, says: ['Fine.'] });
    expect(await talk.say('Think')).toMatchObject({
      status: 'complete',
      text: 'Fine.',
      reasoning: `x${'🐦'.repeat(19_999)}`,
    });
    // Each was paid for once.
    expect(await talk.ledger()).toHaveLength(2);
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

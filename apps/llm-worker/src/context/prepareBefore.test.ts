import { describe, expect, test } from '@jest/globals';
import type { ModelConfig } from '@parley/config';
import type { Entry, SessionState } from '@parley/conversation';
import * as fc from 'fast-check';
import { answerOf, counted, depsOf, entryOf, modelOf, roomOf, SESSION } from '../../test/prepared.ts';
import { prepare } from './prepare.ts';

describe('what fell out of the window', () => {
  const LONG = 'What does the kestrel eat? '.repeat(20);
  const entries = Array.from({ length: 60 }, (_one, at) => entryOf(at + 1, { text: `${at + 1} ${LONG}` }));
  const ask = (session: SessionState, summary?: string) =>
    prepare(depsOf({ entries, summary: summary ?? '' }), session, { replyTo: 'm60' }, { config: modelOf() });

  test('is told of, up to which place, without what a summary holds', async () => {
    const { request, fellOut } = await ask(SESSION);
    const first = 61 - request.messages.length;
    expect(fellOut).toMatchObject({ upTo: first - 1, entries: first - 1 });
    const summed = await ask({ ...SESSION, summary: { upTo: 10, id: 'x' } });
    expect(summed.fellOut?.entries).toBe((summed.fellOut?.upTo ?? 0) - 10);
  });

  test('[P27] stands there in short, marked, and counted', async () => {
    const session = { ...SESSION, summary: { upTo: 10, id: 'x' } };
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 }), async (summary) => {
        const prepared = await ask(session, summary);
        expect(prepared.inputTokens).toBe(counted(modelOf(), prepared));
        expect(prepared.inputTokens).toBeLessThanOrEqual(roomOf(modelOf()));
        const told: unknown = JSON.parse(prepared.request.systemPrompt?.split('\n').at(-1) ?? '');
        expect(summary.startsWith(String(told)) && told !== '').toBe(true);
      }),
    );
  });

  test('is left out where everything fits, and where it tells of what came after the message', async () => {
    const session = { ...SESSION, summary: { upTo: 10, id: 'x' } };
    const few = depsOf({ entries: entries.slice(0, 12), summary: 'Kestrels.' });
    const large = modelOf({ contextTokens: 50_000 });
    const whole = await prepare(few, session, { replyTo: 'm12' }, { config: large });
    expect(whole.request.systemPrompt).toBeUndefined();
    expect(whole.fellOut).toBeUndefined();
    const small = modelOf({ contextTokens: 600, maxOutputTokens: 100 });
    const early = await prepare(few, session, { replyTo: 'm9' }, { config: small });
    expect(early.request.systemPrompt).toBeUndefined();
  });
});

describe('the provider’s own conversation', () => {
  const dify = modelOf({ id: 'helper', provider: 'dify' as ModelConfig['provider'] });
  const written = { model: 'helper', thread: 't1' };
  const ask = (entries: readonly Entry[], options = {}, attempt = 1) =>
    prepare(
      depsOf({ entries }),
      SESSION,
      { replyTo: entries.at(-1)?.id ?? '', attempt },
      { config: dify },
      options,
    );
  const before = [entryOf(1), answerOf(2, written)];

  test('is gone on with by the new message alone where it is all that was said', async () => {
    const { request, fellOut } = await ask([...before, entryOf(3)]);
    expect(request.thread).toBe('t1');
    expect(request.messages).toEqual([{ role: 'user', text: 'text 3' }]);
    expect(fellOut).toBeUndefined();
  });

  test.each([
    ['a person spoke', [...before, entryOf(3, { sender: 'admin' }), entryOf(4)]],
    ['another model answered', [entryOf(1), answerOf(2, { ...written, model: 'demo' }), entryOf(3)]],
    [
      'the answer was broken off',
      [entryOf(1), answerOf(2, { ...written, status: 'interrupted' }), entryOf(3)],
    ],
    ['a message wasn’t answered', [...before, entryOf(3), entryOf(4)]],
    [
      'an answer was written anew',
      [...before, answerOf(3, { ...written, replyTo: 'm9', status: 'superseded' }), entryOf(4)],
    ],
  ])('is left where %s', async (_what, entries) => {
    const { request } = await ask(entries);
    expect(request.thread).toBeUndefined();
    expect(request.messages.length).toBeGreaterThan(1);
  });

  test('is left when the provider lost it, an attempt before may have used it, or an answer goes on', async () => {
    const entries = [...before, entryOf(3)];
    for (const { request } of [
      await ask(entries, { withoutThread: true }),
      await ask(entries, {}, 2),
      await ask(entries, { continued: 'Half an' }),
    ])
      expect(request.thread).toBeUndefined();
  });
});

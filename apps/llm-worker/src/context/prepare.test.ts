import { describe, expect, test } from '@jest/globals';
import { conversationTo, type Entry } from '@parley/conversation';
import * as fc from 'fast-check';
import { answerOf, counted, depsOf, entryOf, modelOf, roomOf, SESSION, tokens } from '../../test/prepared.ts';
import { MessageTooLong } from './MessageTooLong.ts';
import { perRequest } from './perRequest.ts';
import { prepare } from './prepare.ts';
import { PER_MESSAGE } from './showMessage.ts';

const anyText = fc.oneof(
  fc.lorem({ maxCount: 40 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
  fc.constant('ร'.repeat(300)),
);
const anyConversation = fc
  .array(fc.tuple(fc.constantFrom('user', 'assistant', 'admin', 'gone'), anyText), { maxLength: 40 })
  .chain((said) => fc.tuple(fc.constant(said), anyText))
  .map(([said, last]) => [
    ...said.map(([who, text], at): Entry => {
      if (who === 'assistant') return entryOf(at + 1, { text, sender: 'assistant' });
      if (who === 'admin') return entryOf(at + 1, { text, sender: 'admin', senderName: 'Eve' });
      return entryOf(at + 1, { text, status: who === 'gone' ? 'superseded' : 'complete' });
    }),
    entryOf(said.length + 1, { id: 'last', text: last }),
  ]);

describe('prepare', () => {
  test('[P27] holds the system prompt and the newest that fits, whole messages, people’s too, and never more', async () => {
    const sizes = fc.record({
      contextTokens: fc.integer({ min: 100, max: 3_000 }),
      maxOutputTokens: fc.nat(2_000),
    });
    const guidance = fc.array(anyText, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyConversation, sizes, guidance, async (entries, size, notes) => {
        const config = modelOf({ ...size, systemPrompt: 'Be kind.' });
        const deps = depsOf({ entries, guidance: notes, systemPrompt: 'Be short.' });
        const room = roomOf(config);
        const said = conversationTo(entries, 'last');
        const asked = said.at(-1)?.text ?? '';
        try {
          const session = { ...SESSION, ...(notes.length > 0 && { isGuided: true as const }) };
          const prepared = await prepare(deps, session, { replyTo: 'last' }, { config });
          const { messages, systemPrompt = '', model, maxOutputTokens } = prepared.request;
          expect(model).toBe('llama-4');
          // With its answer it is never more than the window, and no less than there is room for.
          const left = size.contextTokens - prepared.inputTokens;
          expect(maxOutputTokens).toBe(Math.min(size.maxOutputTokens, left));
          expect(maxOutputTokens).toBeGreaterThanOrEqual(Math.min(size.maxOutputTokens, 50));
          expect(prepared.inputTokens).toBe(counted(config, prepared));
          expect(prepared.inputTokens).toBeLessThanOrEqual(room);
          expect(systemPrompt.startsWith('Be short.\n\nBe kind.')).toBe(true);
          const wanted = said.map(({ sender, text }) =>
            sender === 'admin' ? `[Eve, a person of the team] ${text}` : text,
          );
          expect(messages.map(({ text }) => text)).toEqual(wanted.slice(-messages.length));
          expect(messages.at(-1)).toEqual({ role: 'user', text: asked });
          const next = wanted.at(-messages.length - 1);
          if (next !== undefined)
            expect(prepared.inputTokens + tokens.count(config, next) + PER_MESSAGE).toBeGreaterThan(room);
        } catch (error) {
          if (!(error instanceof MessageTooLong)) throw error;
          const least = tokens.count(config, `Be short.\n\nBe kind.${asked}`);
          expect(least + 200 + room / 4 + notes.join('').length).toBeGreaterThan(room);
          expect(error.code).toBe('context_too_long');
          expect(error.failure.retryable).toBe(false);
          expect(error.toPublic().message).toContain('message is too long');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('[P27] reads less for a provider that found it too long, and asks for less', async () => {
    const entries = Array.from({ length: 60 }, (_one, at) => entryOf(at + 1, { text: 'Voles. '.repeat(60) }));
    const config = modelOf();
    const whole = await prepare(depsOf({ entries }), SESSION, { replyTo: 'm60' }, { config });
    const less = await prepare(
      depsOf({ entries }),
      SESSION,
      { replyTo: 'm60' },
      { config },
      { narrow: true },
    );
    expect(whole.inputTokens).toBeGreaterThan(2_700);
    const { maxOutputTokens = 0 } = less.request;
    expect(less.inputTokens).toBeGreaterThan(1_500);
    expect(less.inputTokens + maxOutputTokens).toBeLessThanOrEqual(0.7 * 4_000);
  });

  test('[P27] refuses one message that is too long, and takes the longest that isn’t', async () => {
    const config = modelOf({ contextTokens: 1_000, maxOutputTokens: 400 });
    const ask = (text: string) =>
      prepare(depsOf({ entries: [entryOf(1, { text })] }), SESSION, { replyTo: 'm1' }, { config });
    const longest = 600 - PER_MESSAGE - perRequest(config);
    expect((await ask('x'.repeat(4 * longest))).inputTokens).toBe(600);
    await expect(ask('x'.repeat(4 * longest + 1))).rejects.toThrow(MessageTooLong);
  });

  test('fills in the user’s name and the day, in both prompts', async () => {
    const entries = [
      entryOf(1, { senderName: 'Old' }),
      entryOf(2, { sender: 'admin', senderName: 'Eve' }),
      entryOf(3, { senderName: 'Anna\n\nObey' }),
    ];
    const config = modelOf({ systemPrompt: 'You help {{user.name}}.' });
    const { request } = await prepare(
      depsOf({ entries, systemPrompt: 'Today is {{date}}.' }),
      SESSION,
      { replyTo: 'm3' },
      { config },
    );
    expect(request.systemPrompt).toMatch(
      /^Today is 2026-11-27\.\n\nYou help "Anna Obey"\.\n\nWhere the user/,
    );
    expect(request.user).toMatch(/^[0-9a-f]{32}$/);
  });

  test('[P27] what else the model is told stands last in its prompt, and is counted', async () => {
    const config = modelOf({ systemPrompt: 'Be kind.' });
    const instruction = 'Write a draft. '.repeat(100);
    const entries = Array.from({ length: 40 }, (_one, at) => entryOf(at + 1, { text: 'Voles. '.repeat(60) }));
    const session = { ...SESSION, summary: { upTo: 10, id: 'x' } };
    const deps = depsOf({ entries, summary: 'Kestrels.' });
    const prepared = await prepare(deps, session, { replyTo: 'm40' }, { config }, { instruction });
    const { systemPrompt = '' } = prepared.request;
    expect(systemPrompt).toMatch(/^Be kind\.\n\n[^]*"Kestrels\."\n\nWrite a draft\. /);
    expect(systemPrompt.endsWith(instruction)).toBe(true);
    expect(prepared.inputTokens).toBe(counted(config, prepared));
    expect(prepared.inputTokens).toBeLessThanOrEqual(roomOf(config));
  });

  test('has a broken off answer go on behind what there is of it, however long that is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9_000 }),
        fc.integer({ min: 800, max: 4_000 }),
        async (length, contextTokens) => {
          const config = modelOf({ contextTokens });
          const continued = Array.from({ length }, (_one, at) => `w${at}`).join(' ');
          const entries = [entryOf(1), answerOf(2), entryOf(3)];
          const prepared = await prepare(
            depsOf({ entries }),
            SESSION,
            { replyTo: 'm3' },
            { config },
            { continued },
          );
          // It is counted in pieces, each up to its next whole token.
          expect(prepared.inputTokens - counted(config, prepared)).toBeGreaterThanOrEqual(0);
          expect(prepared.inputTokens - counted(config, prepared)).toBeLessThanOrEqual(
            continued.length / 4_000 + 2,
          );
          expect(prepared.inputTokens).toBeLessThanOrEqual(roomOf(config));
          const [asked, partial, word] = prepared.request.messages.slice(-3);
          expect(asked?.text).toBe('text 3');
          expect(partial?.role).toBe('assistant');
          expect(continued.endsWith(partial?.text ?? '?')).toBe(true);
          expect(word).toMatchObject({ role: 'user' });
          expect(word?.text).toMatch(/^\[From the program, not from the user: .*\]$/);
          expect(word?.text.includes('beginning is left out')).toBe(partial?.text !== continued);
        },
      ),
    );
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cutInto, ReplayServer } from '../fakes/ReplayServer.ts';
<<<<<<< HEAD
import { asked, outcomeOf, providerAt, type Outcome } from './outcome.ts';
import { ofWhom, read, RECORDINGS, RETRY, TEXT } from './recorded.ts';
=======
import { asked, outcomeOf, providerAt, type Name, type Outcome } from './outcome.ts';

const TEXT = 'Grüße! The answer is **42** 👩‍👩‍👧.';
const THOUGHTS = 'The user greets me, so…';
const THREAD = '45701982-8118-4bc5-8e9b-64562b4555f2';
const COUNT = { inputTokens: 31, outputTokens: 12 };
const FULL = { ...COUNT, cachedTokens: 16, reasoningTokens: 4 };
const CACHED = { ...COUNT, cachedTokens: 16 };
const RETRY = { code: 'provider_error', failure: { retryable: true } };

const whole = { text: TEXT, reasoning: '', finish: 'stop' };
const openAi = { ...whole, usage: FULL };
const anthropic = { ...whole, usage: CACHED };
const dify = { ...whole, usage: COUNT, thread: THREAD };
const broken = (text: string, error: object = RETRY) => ({ text, reasoning: '', error });

/** What each recording says. */
const RECORDINGS: Record<string, object> = {
  openai: openAi,
  'openai-no-usage': whole,
  'openai-no-finish-reason': whole,
  'openai-no-finish-reason-no-done': openAi,
  'openai-no-done': openAi,
  'openai-empty-choices': openAi,
  'openai-continuous-usage': { ...whole, usage: { inputTokens: 31, outputTokens: 6 } },
  'openai-reasoning-content': { ...openAi, reasoning: THOUGHTS },
  'openai-reasoning': { ...whole, reasoning: THOUGHTS, usage: COUNT },
  'openai-content-parts': { ...whole, reasoning: THOUGHTS, usage: COUNT, finish: 'length' },
  'openai-refusal': { ...openAi, text: "I'm sorry, I can't help with that.", finish: 'refused' },
  'openai-content-filter': { ...whole, text: 'Grüße! ', finish: 'refused' },
  'openai-length': { ...openAi, text: 'Grüße! The answer ', finish: 'length' },
  'openai-truncated': broken('Grüße! The answer '),
  'openai-malformed': broken('Grüße! '),
  'openai-error': broken('Grüße! ', { code: 'provider_error', failure: { retryable: true, status: 502 } }),
  'openai-bare-error': broken('Grüße', { code: 'context_too_long', failure: { retryable: false } }),
  anthropic,
  'anthropic-no-stop-event': anthropic,
  'anthropic-thinking': { ...anthropic, reasoning: THOUGHTS, usage: FULL },
  'anthropic-refusal': {
    text: 'Gr',
    reasoning: '',
    usage: { inputTokens: 31, outputTokens: 2, cachedTokens: 16 },
    finish: 'refused',
  },
  'anthropic-max-tokens': { ...anthropic, text: 'Grüße! The answer ', finish: 'length' },
  'anthropic-truncated': broken('Grüße! The answer '),
  'anthropic-malformed': broken(''),
  'anthropic-overloaded': broken('Grüße! ', {
    code: 'provider_error',
    failure: { retryable: true, status: 529 },
  }),
  dify,
  'dify-workflow': dify,
  'dify-no-usage': { ...whole, thread: THREAD },
  'dify-agent': { ...dify, reasoning: 'I look up the weather.\n\nNow I know.' },
  'dify-replaced': { ...dify, text: 'Grüße! ', finish: 'refused' },
  'dify-replaced-at-once': { ...dify, text: 'I may not say that.', finish: 'refused' },
  'dify-file': {
    ...dify,
    text: expect.stringMatching(
      /👧\.\n\n\[image `f1\.png`\]\n\n\n\n\[image\]\(https:\/\/files\.example\/f2\.png\?sign=ab\)\n\n$/u,
    ),
  },
  'dify-error': broken('Grüße! '),
  'dify-error-first': broken('', { code: 'provider_error', failure: { retryable: false, status: 400 } }),
  'dify-paused': broken('Grüße', { code: 'provider_error', failure: { retryable: false } }),
  'dify-truncated': broken('Grüße! The answer '),
  'dify-malformed': broken('Grüße! '),
};

const read = (name: string): string =>
  readFileSync(new URL(`recordings/${name}.sse`, import.meta.url), 'utf8');
const ofWhom = (recording: string) => recording.split('-')[0] as Name;
>>>>>>> fixb

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

async function replayed(recording: string, pieces: readonly Uint8Array[]): Promise<Outcome> {
  server.play(({ path }) => (path.endsWith('/stop') ? {} : { pieces }));
  return outcomeOf(providerAt(ofWhom(recording), server.url).stream(asked()));
}

/** An error says all but what the provider said. */
function expectOutcome(outcome: Outcome, expected: object): void {
  const { error, ...rest } = outcome;
  expect({ ...rest, ...(error && { error: { code: error.code, failure: error.failure } }) }).toMatchObject(
    expected,
  );
  if (!('error' in expected)) expect(error).toBeUndefined();
  if ('error' in expected) expect(outcome.finish).toBeUndefined();
  expect(String((error?.cause as Error | undefined)?.message)).not.toContain('kestrel');
}

describe('a recorded stream', () => {
  test.each(Object.entries(RECORDINGS))('[P28] is read as what it says: %s', async (name, expected) => {
    expectOutcome(await replayed(name, [Buffer.from(read(name))]), expected);
  });

  test.each(Object.entries(RECORDINGS))('[P28] is read byte by byte: %s', async (name, expected) => {
    expectOutcome(await replayed(name, cutInto(read(name), [1])), expected);
  });

  test('[P28] is read as what it says wherever it is cut, whatever ends its lines', async () => {
    const anySizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(RECORDINGS)),
        anySizes,
        fc.constantFrom('\n', '\r\n'),
        async ([name, expected], sizes, lineEnd) => {
          const body = read(name).replaceAll('\n', lineEnd);
          expectOutcome(await replayed(name, cutInto(body, sizes)), expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('[P28] that breaks off anywhere is never taken for a whole one', async () => {
    const names = ['openai', 'openai-no-usage', 'openai-reasoning-content', 'anthropic', 'dify'];
    // Where each says for the first time that it is whole.
    const ends = /"finish_reason":"stop"|"stop_reason":"end_turn"|"event":"message_end"/u;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, at) => {
        const body = Buffer.from(read(name));
        const upTo = Buffer.byteLength(read(name).slice(0, read(name).search(ends)));
        const outcome = await replayed(name, [body.subarray(0, at % upTo)]);
        expect(outcome.finish).toBeUndefined();
        expect(outcome.error).toMatchObject(RETRY);
        expect(TEXT.startsWith(outcome.text)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

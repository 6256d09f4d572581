import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { cleanText } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { Account } from './support/Account.ts';
import { checkLogs } from './support/checkLogs.ts';
import { ending, text, type SseStyle } from './support/sse.ts';
import { startSseServer, type SseServer } from './support/SseServer.ts';
import { startStack, type Stack } from './support/startStack.ts';
import { Talker } from './support/Talker.ts';

const KEY = 'sk-kestrel0123456789abcdef';
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const SAID = 'what a falcon says';
const SAYS = 'Kestrels hover: 🪶 über dem Feld, שלום.\n\n```ts\nconst a = 1;\n```';

let stack: Stack;
let raw: SseServer;
let mock: LLMock;
let folder: string;
const talkers = new Set<Talker>();

const modelsFile = (): string => `models:
  - { id: raw, label: Raw, provider: openai, model: raw-1, baseUrl: '${raw.url}', apiKey: '\${E2E_KEY}', price: { input: 1, output: 2 } }
  - { id: barred, label: Barred, provider: openai, model: raw-2, baseUrl: '${raw.url}/', apiKey: '\${E2E_KEY}' }
  - { id: mock, label: Mock, provider: openai, model: gpt-mock, baseUrl: '${mock.url}/v1', apiKey: '\${E2E_KEY}', systemPrompt: Be brief. }
  - { id: demo, label: Demo, provider: demo }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-models-'));
  raw = await startSseServer();
  mock = new LLMock({ port: 0, chunkSize: 3 });
  mock.onMessage(/kestrel/, { content: SAYS });
  await mock.start();
  const file = join(folder, 'models.yaml');
  await writeFile(file, modelsFile());
  const env = { MODELS_FILE: file, E2E_KEY: KEY, RATE_HANDSHAKES: '100000/1m' };
  stack = await startStack({ replicas: { 'llm-worker': 2 }, env });
}, 180_000);
afterEach(() => {
  for (const talker of talkers) talker.close();
  talkers.clear();
});
afterAll(async () => {
  await stack?.end();
  await raw?.stop();
  await mock?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function come(sessionId?: string, account?: Account): Promise<Talker> {
  const talker = new Talker({
    wsUrl: stack.wsUrl,
    account: account ?? (await Account.signIn(stack.url)),
    random: Math.random,
    ...(sessionId !== undefined && { sessionId }),
  });
  talkers.add(talker);
  await talker.opened();
  return talker;
}

const stored = async (talker: Talker, question: string) => {
  const messages = await talker.account.messages(talker.sessionId);
  const answers = messages.filter(({ replyTo }) => replyTo === question);
  expect(answers).toHaveLength(1);
  return answers[0];
};

describe('a model that speaks the format of OpenAI', () => {
  test('[P28][P42] its text arrives as it is, however it comes', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '\ud83e',
        '\udeb6',
        '🪶',
        '👩‍👧',
        '\r',
        '\n',
        '\r\n',
        '\0',
        '\u202e',
        '\u2028',
        'data: [DONE]\n\n',
        '\\n',
      ),
    );
    const style = fc.record<SseStyle>({
      newline: fc.constantFrom('\n', '\r\n'),
      space: fc.constantFrom('', ' '),
      comment: fc.boolean(),
    });
    const answer = fc.record({
      pieces: fc.array(piece, { minLength: 1, maxLength: 12 }),
      cuts: fc.array(fc.nat(), { maxLength: 60 }),
      style,
    });
    await fc.assert(
      fc.asyncProperty(answer, async ({ pieces, cuts, style }) => {
        const whole = cleanText(pieces.join(''));
        // One without anything to read is asked for again, and has failed then.
        fc.pre(VISIBLE.test(whole));
        const usage = { prompt: 7, completion: pieces.length };
        raw.play = async (call) => {
          call.begin();
          await call.write(
            Buffer.concat([...pieces.map((said) => text(said, style)), ending(usage, style)]),
            cuts,
          );
          call.end();
        };
        const talker = await come();
        const question = await talker.say('go');
        expect(await talker.ended(question)).toMatchObject({ status: 'complete', text: whole });
        expect(talker.faults).toEqual([]);
        expect(await stored(talker, question)).toMatchObject({
          text: whole,
          usage: {
            inputTokens: 7,
            outputTokens: pieces.length,
            totalTokens: 7 + pieces.length,
            costUsd: (7 + 2 * pieces.length) / 1_000_000,
          },
        });
        talker.close();
      }),
      { numRuns: 100 },
    );
  });

  test('[P28] the first words are shown while the model still thinks about the rest', async () => {
    const rest = Promise.withResolvers<void>();
    raw.play = async (call) => {
      call.begin();
      await call.write(text('First, '));
      await rest.promise;
      await call.write(Buffer.concat([text('then.'), ending({ prompt: 1, completion: 2 })]));
      call.end();
    };
    const talker = await come();
    const question = await talker.say('go');
    await eventually('the first words', () => talker.answerTo(question)?.text === 'First, ', { everyMs: 1 });
    expect(talker.answerTo(question)?.status).toBe('streaming');
    rest.resolve();
    expect(await talker.ended(question)).toMatchObject({ status: 'complete', text: 'First, then.' });
  });

  test('[P28][P62] a stop reaches the model’s server, and what was written stays', async () => {
    raw.play = async (call) => {
      call.begin();
      for (let at = 0; !call.gone; at++) {
        await call.write(text(`word${at} `));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const talker = await come();
    const question = await talker.say('go');
    await eventually('it is being written', () => talker.answerTo(question)?.text.includes('word5'));
    await talker.stop();
    await eventually('the server sees that nobody listens', () => raw.calls.at(-1)?.gone === true);
    const { text: shown, status } = await talker.ended(question);
    expect(status).toBe('stopped');
    expect(await stored(talker, question)).toMatchObject({ status: 'stopped', text: shown });
  });

  test.each<[string, (call: SseServer['calls'][number]) => Promise<void>, string, string]>([
    ['refuses', async (call) => call.fail(401, 'no such key'), 'failed', ''],
    ['quotes what was said', async (call) => call.fail(400, `can't take "${SAID}"`), 'failed', ''],
    [
      'sends what is no JSON',
      async (call) => {
        call.begin();
        await call.write(Buffer.concat([text('Half of '), Buffer.from(`data: ${SAID}\n\n`)]));
        call.end();
      },
      'interrupted',
      'Half of ',
    ],
    [
      'breaks off',
      async (call) => {
        call.begin();
        await call.write(text('Half of '));
        await new Promise((resolve) => setTimeout(resolve, 200));
        call.cut();
      },
      'interrupted',
      'Half of ',
    ],
    [
      'ends in the middle without a word',
      async (call) => {
        call.begin();
        await call.write(text('Half of '));
        call.end();
      },
      'interrupted',
      'Half of ',
    ],
  ])('[P10][P33] a model that %s leaves an answer that says so', async (what, play, status, partial) => {
    raw.play = play;
    const talker = await come();
    // One whose key is refused isn't offered for a while: that is for this one alone.
    await talker.selectModel(what === 'refuses' ? 'barred' : 'raw');
    const question = await talker.say(SAID);
    expect(await talker.ended(question)).toMatchObject({ status, text: partial });
    expect(await stored(talker, question)).toMatchObject({
      error: {
        category: 'service',
        code: 'provider_error',
        message: expect.stringContaining(partial ? 'interrupted' : 'model'),
      },
    });
  });
});

describe('several models', () => {
  test('[P27][P30] the chosen one stays with the session, over a restart of everything', async () => {
    const talker = await come();
    expect(talker.timeline.session?.model).toBe('raw');
    await talker.selectModel('mock');
    const first = await talker.say('Tell me of the kestrel');
    expect(await talker.ended(first)).toMatchObject({ status: 'complete', text: SAYS });
    await stack.restart();
    const second = await talker.say('More of the kestrel');
    expect(await talker.ended(second)).toMatchObject({ status: 'complete', text: SAYS });
    expect(await stored(talker, second)).toMatchObject({
      model: 'mock',
      usage: { totalTokens: expect.any(Number) },
    });
    const { model, usage } = await talker.account.session(talker.sessionId);
    expect(model).toBe('mock');
    expect(usage.totalTokens).toBeGreaterThan(0);
    expect(mock.getLastRequest()?.body).toMatchObject({
      model: 'gpt-mock',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Tell me of the kestrel' },
        { role: 'assistant', content: SAYS },
        { role: 'user', content: 'More of the kestrel' },
      ],
    });
    const other = await come(undefined, talker.account);
    expect(other.timeline.session?.model).toBe('raw');
  });

  test('[P33] a model that there isn’t can’t be chosen', async () => {
    const talker = await come();
    await expect(talker.selectModel('no-such')).rejects.toMatchObject({
      category: 'not_found',
      code: 'model',
    });
    expect(talker.timeline.session?.model).toBe('raw');
  });

  test('[P35][P36] the key of a model is sent to it and told to nobody else', async () => {
    expect(new Set(raw.calls.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${KEY}`]));
    const lines = await checkLogs(stack.dataDir, [KEY, 'kestrel', 'Half of', 'word5', SAID]);
    const failed = lines.filter(({ event }) => event === 'model.failed');
    expect(failed).toHaveLength(5);
    for (const line of failed)
      expect(line).toMatchObject({ sessionId: expect.any(String), error: { cause: {} } });
  });
});

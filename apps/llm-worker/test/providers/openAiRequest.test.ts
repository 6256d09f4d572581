import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContextMessage } from '@parley/conversation';
import { Dialect } from '../../src/providers/openai/Dialect.ts';
import { ReplayServer } from '../fakes/ReplayServer.ts';
import { asked, outcomeOf, providerAt } from './outcome.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

const PIXEL = { mime: 'image/png' as const, bytes: Uint8Array.from([1, 2, 250]), name: 'a.png' };
const MESSAGES: ContextMessage[] = [
  { role: 'user', text: 'What is this?', images: [PIXEL] },
  { role: 'assistant', text: 'A pixel.' },
  { role: 'user', text: 'Sure?' },
];
const DONE = { pieces: ['data: {"choices":[{"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\n'] };
const lastBody = () => JSON.parse(server.requests.at(-1)?.body ?? '{}') as Record<string, unknown>;

describe('a request to OpenAI', () => {
  test('[P27] carries the conversation, its images as data, and whose it is', async () => {
    server.play(DONE);
    await outcomeOf(
      providerAt('openai', server.url),
      asked({ messages: MESSAGES, systemPrompt: 'Be kind.' }),
    );
    expect(server.requests[0]?.path).toBe('/v1/chat/completions');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer key');
    expect(lastBody()).toEqual({
      model: 'some-model',
      messages: [
        { role: 'system', content: 'Be kind.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AQL6' } },
          ],
        },
        { role: 'assistant', content: 'A pixel.' },
        { role: 'user', content: 'Sure?' },
      ],
      max_tokens: 100,
      user: 'u1',
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('itself has the names that it wants', () => {
    for (const url of ['https://api.openai.com/v1', 'https://mine.openai.azure.com/openai/v1/']) {
      expect(new Dialect(url).fields({ limit: 5, user: 'u' })).toEqual({
        max_completion_tokens: 5,
        safety_identifier: 'u',
        stream_options: { include_usage: true },
      });
    }
    expect(new Dialect('https://notopenai.com/v1').fields({ limit: 5 })).toHaveProperty('max_tokens', 5);
  });

  test.each([
    [
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { max_completion_tokens: 100 },
    ],
    [
      'stream_options',
      "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options')}] Extra inputs are not permitted",
      {},
    ],
    ['user', 'Unrecognized request argument: "user"', {}],
  ])(
    '[P29] that is refused for its %s fails as one to try again at once, which is another then',
    async (field, message, instead) => {
      const provider = providerAt('openai', server.url);
      server.play(({ body }) =>
        field in (JSON.parse(body) as object)
          ? {
              status: 400,
              headers: { 'content-type': 'application/json' },
              pieces: [JSON.stringify({ error: { message } })],
            }
          : DONE,
      );
      const refused = await outcomeOf(provider, asked());
      expect(refused.error?.failure).toMatchObject({ retryable: true, retryAfterMs: 0, status: 400 });
      expect((await outcomeOf(provider, asked())).text).toBe('ok');
      expect(lastBody()).not.toHaveProperty(field);
      expect(lastBody()).toMatchObject(instead);
      expect(server.requests).toHaveLength(2);
    },
  );

  test('[P29] that is refused for a value, or for all it may lack, is not tried for ever', async () => {
    const provider = providerAt('openai', server.url);
    const tooLarge = 'max_tokens is too large: 100. This model supports at most 50 completion tokens';
    server.play({ status: 400, pieces: [JSON.stringify({ error: { message: tooLarge } })] });
    expect((await outcomeOf(provider, asked())).error?.failure.retryable).toBe(false);
    const all = 'unknown: max_tokens, max_completion_tokens, stream_options, "user"';
    server.play({ status: 422, pieces: [JSON.stringify({ error: { message: all } })] });
    const tries: boolean[] = [];
    for (let n = 0; n < 6; n++)
      tries.push((await outcomeOf(provider, asked())).error?.failure.retryable ?? false);
    expect(tries).toEqual([true, true, true, true, false, false]);
    expect(lastBody()).toEqual({
      model: 'some-model',
      messages: [{ role: 'user', content: 'Hello?' }],
      stream: true,
    });
  });
});

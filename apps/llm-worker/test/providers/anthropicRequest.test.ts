import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContextMessage } from '@parley/conversation';
import { anyText } from '@parley/testing';
import * as fc from 'fast-check';
import { toAnthropicMessages } from '../../src/providers/anthropic/toAnthropicMessages.ts';
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
const lastBody = () => JSON.parse(server.requests.at(-1)?.body ?? '{}') as Record<string, unknown>;

describe('a request to Anthropic', () => {
  test('[P27] carries the conversation, its images as data, and whose it is', async () => {
    server.play({ status: 500 });
    await outcomeOf(
      providerAt('anthropic', server.url),
      asked({ messages: MESSAGES, systemPrompt: 'Be kind.' }),
    );
    expect(server.requests[0]?.path).toBe('/v1/messages');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer key',
      'x-api-key': 'key',
    });
    expect(lastBody()).toEqual({
      model: 'some-model',
      max_tokens: 100,
      system: 'Be kind.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AQL6' } },
            { type: 'text', text: 'What is this?' },
          ],
        },
        { role: 'assistant', content: [{ type: 'text', text: 'A pixel.' }] },
        { role: 'user', content: [{ type: 'text', text: 'Sure?' }] },
      ],
      metadata: { user_id: 'u1' },
      stream: true,
    });
  });

  test('[P27] has user and assistant by turns, the user first, nothing empty, and all that was said', () => {
    const anyMessage: fc.Arbitrary<ContextMessage> = fc.record({
      role: fc.constantFrom('user' as const, 'assistant' as const),
      text: fc.oneof(anyText(2), fc.constantFrom('', ' \n')),
    });
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 8 }), (messages) => {
        const turns = toAnthropicMessages(messages);
        for (const [at, turn] of turns.entries()) expect(turn.role).toBe(at % 2 === 0 ? 'user' : 'assistant');
        const texts = turns.flatMap(({ content }) =>
          typeof content === 'string'
            ? [content]
            : content.map((part) => (part.type === 'text' ? part.text : '')),
        );
        for (const text of texts) expect(text.trim()).not.toBe('');
        const said = messages.map(({ text }) => text).filter((text) => text.trim());
        const sent =
          said.length > 0 && texts[0] !== said[0]?.trimEnd() && texts[0] !== said[0] ? texts.slice(1) : texts;
        expect(sent.map((text) => text.trimEnd())).toEqual(said.map((text) => text.trimEnd()));
        if (turns.at(-1)?.role === 'assistant') expect(texts.at(-1)).toBe(texts.at(-1)?.trimEnd());
      }),
      { numRuns: 100 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readMessage } from './anthropic/readMessage.ts';
import { DifyAnswer } from './dify/DifyAnswer.ts';
import { readDifyEvent } from './dify/readDifyEvent.ts';
import { readChunks } from './openai/readChunks.ts';
import type { ProviderEvent, Say } from './provider.ts';
import { countOf, MOST_TOKENS } from './sent.ts';

const isCount = (value: unknown, most = MOST_TOKENS): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;

const anySent = fc.oneof(
  fc.constantFrom<unknown>(1e30, 1.5, -1, -0.1, '7', null, [], {}, true, MOST_TOKENS, MOST_TOKENS + 1),
  fc.nat(),
  fc.double(),
);
type Sent = { readonly input: unknown; readonly output: unknown; readonly part: unknown };
const bodyOf = (...events: readonly object[]) =>
  new Response(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));

/** How each provider tells its counts. */
const MAPPINGS: Readonly<Record<string, (sent: Sent, say: Say) => Promise<void>>> = {
  async openai({ input, output, part }, say) {
    const usage = {
      prompt_tokens: input,
      completion_tokens: output,
      prompt_tokens_details: { cached_tokens: part },
      completion_tokens_details: { reasoning_tokens: part },
    };
    const { body } = bodyOf({ choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }], usage });
    if (body) await readChunks(body, say);
  },
  async anthropic({ input, output, part }, say) {
    const usage = {
      input_tokens: input,
      cache_creation_input_tokens: part,
      cache_read_input_tokens: part,
      output_tokens: output,
      output_tokens_details: { thinking_tokens: part },
    };
    const delta = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage };
    await readMessage(bodyOf({ type: 'message_start', message: { usage } }, delta), say);
  },
  async dify({ input, output }, say) {
    const usage = { prompt_tokens: input, completion_tokens: output };
    const end = { event: 'message_end', conversation_id: 'c', metadata: { usage } };
    new DifyAnswer({ withThread: false, say }).read(readDifyEvent(JSON.stringify(end)).event);
  },
};

describe('what a provider counted', () => {
  test('[P62] that is no number of tokens that a call may take counts as not sent', () => {
    fc.assert(
      fc.property(anySent, (value) =>
        expect(countOf(value)).toBe(isCount(value) ? Math.abs(Number(value)) : undefined),
      ),
    );
  });

  test.each(Object.entries(MAPPINGS))('[P62] is whole and bounded, whatever was sent: %s', async (_, map) => {
    await fc.assert(
      fc.asyncProperty(fc.record({ input: anySent, output: anySent, part: anySent }), async (sent) => {
        const said: ProviderEvent[] = [];
        await map(sent, (event) => said.push(event));
        expect(said.at(-1)).toMatchObject({ type: 'finish' });
        for (const event of said) {
          if (event.type !== 'usage') continue;
          const { inputTokens, outputTokens, cachedTokens = 0, reasoningTokens = 0 } = event;
          // Anthropic counts its cache beside: three counts make one.
          expect(isCount(inputTokens, 3 * MOST_TOKENS)).toBe(true);
          for (const count of [outputTokens, cachedTokens, reasoningTokens])
            expect(isCount(count)).toBe(true);
          if (isCount(sent.output)) expect(outputTokens).toBe(Math.abs(Number(sent.output)));
        }
      }),
    );
  });
});

import type { ContextMessage } from '@parley/conversation';
import OpenAI from 'openai';
import { mapOpenAiError } from './mapOpenAiError.ts';
import { ProviderError } from './ProviderError.ts';
import type { Provider, ProviderEvent } from './provider.ts';

/** Where a model that speaks OpenAI's chat completions is reached. */
export interface OpenAiSettings {
  readonly apiKey: string;
  /** As the vendor's SDK takes it, with `/v1`; undefined: OpenAI itself. */
  readonly baseUrl?: string | undefined;
}

const toChatMessages = (systemPrompt: string | undefined, messages: readonly ContextMessage[]) => [
  ...(systemPrompt ? [{ role: 'system' as const, content: systemPrompt }] : []),
  ...messages.map(({ role, text }) => ({ role, content: text })),
];

const toEvents = function* (chunk: OpenAI.ChatCompletionChunk): Generator<ProviderEvent> {
  const text = chunk.choices[0]?.delta.content;
  if (text) yield { type: 'text', text };
  const { usage } = chunk;
  if (usage) {
    yield { type: 'usage', inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  }
};

/** The answer is whole: its last piece says why it ends, or what it cost comes by itself, after all pieces. */
const isEnd = ({ choices: [choice], usage }: OpenAI.ChatCompletionChunk): boolean =>
  choice ? Boolean(choice.finish_reason) : Boolean(usage);

/** OpenAI, and everything that speaks its chat completions. */
export function openAiProvider({ apiKey, baseUrl }: OpenAiSettings): Provider {
  // Its own log would tell texts, past ours.
  const client = new OpenAI({ apiKey, logLevel: 'off', ...(baseUrl !== undefined && { baseURL: baseUrl }) });
  return {
    async *stream({ model, systemPrompt, messages, maxOutputTokens, signal }) {
      try {
        const chunks = await client.chat.completions.create(
          {
            model,
            messages: toChatMessages(systemPrompt, messages),
            ...(maxOutputTokens !== undefined && { max_completion_tokens: maxOutputTokens }),
            stream: true,
            stream_options: { include_usage: true },
          },
          { signal },
        );
        let ended = false;
        for await (const chunk of chunks) {
          ended ||= isEnd(chunk);
          yield* toEvents(chunk);
        }
        if (!ended && !signal.aborted)
          throw new ProviderError('provider_error', new Error('the stream just stopped'));
      } catch (error) {
        throw mapOpenAiError(error);
      }
    },
  };
}

import Anthropic from '@anthropic-ai/sdk';
import { createFetch } from '../createFetch.ts';
import { guarded } from '../errors/guarded.ts';
import type { Provider, ProviderRequest, Say } from '../provider.ts';
import { callHeaders, keyOr, NO_LIMIT, type ProviderSettings } from '../settings.ts';
import { mapAnthropicError } from './mapAnthropicError.ts';
import { readMessage } from './readMessage.ts';
import { toAnthropicMessages } from './toAnthropicMessages.ts';

/** What the API wants to be told, whoever asks: as much as the smallest of its models may say. */
const MAX_OUTPUT = 4096;

/** The SDK sends the key as a bearer's; servers that speak like Anthropic mostly want it where it was before. */
const oldKeyHeader = (baseUrl: string, apiKey: string): Record<string, string> =>
  /(?:^|\.)anthropic\.com$/u.test(new URL(baseUrl).hostname) ? {} : { 'x-api-key': keyOr(apiKey) };

/** Anthropic, and everything that speaks its messages. */
export function anthropicProvider({ apiKey, baseUrl, connectMs }: ProviderSettings): Provider {
  const client = new Anthropic({
    apiKey: keyOr(apiKey),
    ...(baseUrl !== undefined && { baseURL: baseUrl, defaultHeaders: oldKeyHeader(baseUrl, apiKey) }),
    fetch: createFetch({ connectMs }),
    // Retries are the caller's: each is a call of its own.
    maxRetries: 0,
    timeout: NO_LIMIT,
    // Its own log would tell texts, past ours.
    logLevel: 'off',
  });

  async function call(request: ProviderRequest, say: Say): Promise<void> {
    const { model, systemPrompt, messages, maxOutputTokens = MAX_OUTPUT, user, callId, signal } = request;
    const response = await client.messages
      .create(
        {
          model,
          max_tokens: maxOutputTokens,
          ...(systemPrompt?.trim() && { system: systemPrompt }),
          messages: toAnthropicMessages(messages),
          ...(user !== undefined && { metadata: { user_id: user } }),
          stream: true,
        },
        { signal, headers: callHeaders(callId) },
      )
      .asResponse();
    await readMessage(response, say);
  }

  return { stream: (request, say) => guarded(request.signal, call(request, say), mapAnthropicError) };
}

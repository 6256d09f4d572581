import OpenAI, { APIError } from 'openai';
import { ProviderError } from '../ProviderError.ts';
import { createFetch } from '../createFetch.ts';
import { truncated } from '../errors/brokenStream.ts';
import { guarded } from '../errors/guarded.ts';
import type { Provider, ProviderRequest, Say } from '../provider.ts';
import { callHeaders, keyOr, NO_LIMIT, type ProviderSettings } from '../settings.ts';
import { Dialect } from './Dialect.ts';
import { mapOpenAiError } from './mapOpenAiError.ts';
import { readChunks } from './readChunks.ts';
import { toChatMessages } from './toChatMessages.ts';

/** OpenAI, and everything that speaks its chat completions: vLLM, Ollama, llama.cpp, OpenRouter, Azure. */
export function openAiProvider({ apiKey, baseUrl, connectMs }: ProviderSettings): Provider {
  const client = new OpenAI({
    apiKey: keyOr(apiKey),
    // What OpenAI is told of its account by the environment is nobody else's business.
    ...(baseUrl !== undefined && { baseURL: baseUrl, organization: null, project: null }),
    fetch: createFetch({ connectMs }),
    // Retries are the caller's: each is a call of its own.
    maxRetries: 0,
    timeout: NO_LIMIT,
    // Its own log would tell texts, past ours.
    logLevel: 'off',
  });
  const dialect = new Dialect(client.baseURL);

  async function call(request: ProviderRequest, say: Say): Promise<void> {
    const { model, systemPrompt, messages, maxOutputTokens, user, callId, signal } = request;
    const fields = dialect.fields({ limit: maxOutputTokens, user });
    try {
      // The SDK sends and judges the answer's head. The stream itself is read here: the SDK's reader hides whether
      // `[DONE]` came, and without knowing it a stream that broke off looks like one that ended.
      const { body } = await client.chat.completions
        .create(
          { model, messages: toChatMessages(systemPrompt, messages), ...fields, stream: true },
          { signal, headers: callHeaders(callId) },
        )
        .asResponse();
      if (!body) throw truncated();
      await readChunks(body, say);
    } catch (error) {
      if (!(error instanceof APIError) || !dialect.learn(fields, error)) throw error;
      const { code, cause, failure } = mapOpenAiError(error);
      throw new ProviderError(code, cause, { ...failure, retryable: true, retryAfterMs: 0 });
    }
  }

  return { stream: (request, say) => guarded(request.signal, call(request, say), mapOpenAiError) };
}

import { ProviderError } from '../../src/providers/ProviderError.ts';
import { anthropicProvider } from '../../src/providers/anthropic/anthropicProvider.ts';
import { difyProvider } from '../../src/providers/dify/difyProvider.ts';
import { openAiProvider } from '../../src/providers/openai/openAiProvider.ts';
import type {
  FinishReason,
  Provider,
  ProviderEvent,
  ProviderRequest,
  Say,
  TokenCount,
} from '../../src/providers/provider.ts';

/** What came of a call. */
export interface Outcome {
  text: string;
  reasoning: string;
  usage?: TokenCount;
  thread?: string;
  finish?: FinishReason;
  error?: ProviderError;
}

export const NAMES = ['openai', 'anthropic', 'dify'] as const;
export type Name = (typeof NAMES)[number];

/** Each provider against a server at `url`. */
export function providerAt(name: Name, url: string, connectMs = 5_000): Provider {
  const settings = { apiKey: 'key', connectMs };
  if (name === 'openai') return openAiProvider({ ...settings, baseUrl: `${url}/v1` });
  if (name === 'dify') return difyProvider({ ...settings, baseUrl: `${url}/v1` });
  return anthropicProvider({ ...settings, baseUrl: url });
}

export const asked = (request: Partial<ProviderRequest> = {}): ProviderRequest => ({
  model: 'some-model',
  messages: [{ role: 'user', text: 'Hello?' }],
  maxOutputTokens: 100,
  user: 'u1',
  callId: 'call-1',
  signal: new AbortController().signal,
  ...request,
});

/** Takes one event into what came so far. */
function take(outcome: Outcome, event: ProviderEvent): void {
  if (event.type === 'text') outcome.text += event.text;
  if (event.type === 'reasoning') outcome.reasoning += event.text;
  if (event.type === 'thread') outcome.thread = event.id;
  if (event.type === 'finish') outcome.finish = event.reason;
  if (event.type !== 'usage') return;
  const { inputTokens, outputTokens, cachedTokens, reasoningTokens } = event;
  outcome.usage = {
    inputTokens,
    outputTokens,
    ...(cachedTokens !== undefined && { cachedTokens }),
    ...(reasoningTokens !== undefined && { reasoningTokens }),
  };
}

/** Has a provider say all of a call; `heard` is told of each event as it comes. */
export async function outcomeOf(provider: Provider, request: ProviderRequest, heard?: Say): Promise<Outcome> {
  const outcome: Outcome = { text: '', reasoning: '' };
  try {
    await provider.stream(request, (event) => {
      take(outcome, event);
      heard?.(event);
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    outcome.error = error;
  }
  return outcome;
}

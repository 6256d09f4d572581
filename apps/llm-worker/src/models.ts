import type { ModelConfig, Models } from '@parley/config';
import type { Usage } from '@parley/protocol';
import { anthropicProvider } from './providers/anthropic/anthropicProvider.ts';
import { demoProvider } from './providers/demo/demoProvider.ts';
import { difyProvider } from './providers/dify/difyProvider.ts';
import { openAiProvider } from './providers/openai/openAiProvider.ts';
import type { Provider, TokenCount } from './providers/provider.ts';

/** A model that can be called. */
export interface CallableModel {
  readonly config: ModelConfig;
  readonly provider: Provider;
}

/** The models that this worker can call. */
export interface CallableModels {
  /** The one that a new session gets. */
  readonly first: string;
  get(id: string): CallableModel | undefined;
  /** Whether a user may choose it. */
  selectable(id: string): boolean;
}

/** What a call took, with what it cost where the model's price is known. */
export function priced({ inputTokens, outputTokens }: TokenCount, { price }: ModelConfig): Usage {
  const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  if (!price) return usage;
  return { ...usage, costUsd: (inputTokens * price.input + outputTokens * price.output) / 1_000_000 };
}

/** Longest time until a connection to a provider stands, in milliseconds. */
const CONNECT_MS = 10_000;

/** The client for a model's provider. */
function providerOf({ provider, apiKey = '', baseUrl }: ModelConfig, connectMs = CONNECT_MS): Provider {
  switch (provider) {
    case 'openai':
      return openAiProvider({ apiKey, baseUrl, connectMs });
    case 'anthropic':
      return anthropicProvider({ apiKey, baseUrl, connectMs });
    case 'dify':
      return difyProvider({ apiKey, baseUrl, connectMs });
    case 'demo':
      return demoProvider;
  }
}

/** Makes the configured models callable, each with its own client. */
export function callableModels({ selectable, byId }: Models): CallableModels {
  const callable = new Map([...byId].map(([id, config]) => [id, { config, provider: providerOf(config) }]));
  const chosen = new Set(selectable.map(({ id }) => id));
  return {
    first: selectable[0].id,
    get: (id) => callable.get(id),
    selectable: (id) => chosen.has(id),
  };
}

import type { ModelConfig, Models } from '@parley/config';
import { anthropicProvider } from './providers/anthropic/anthropicProvider.ts';
import { demoProvider } from './providers/demo/demoProvider.ts';
import { difyProvider } from './providers/dify/difyProvider.ts';
import { openAiProvider } from './providers/openai/openAiProvider.ts';
import type { Provider } from './providers/provider.ts';

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
  /** A call told whether the model's provider refused its key; of each call that went well, too. */
  keyRefused(config: ModelConfig, refused: boolean): void;
  /** Whether the last call said that the key was refused. */
  isKeyRefused(id: string): boolean;
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
  const refusedKeys = new Set<string>();
  return {
    first: selectable[0].id,
    get: (id) => callable.get(id),
    selectable: (id) => chosen.has(id),
    keyRefused({ id }, refused) {
      if (refused) refusedKeys.add(id);
      else refusedKeys.delete(id);
    },
    isKeyRefused: (id) => refusedKeys.has(id),
  };
}

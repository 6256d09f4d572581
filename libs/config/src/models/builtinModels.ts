import { fillKeys } from './fillKeys.ts';
import type { ModelConfig } from './modelsFile.ts';
import { valueIn, type Env } from './valueIn.ts';

/** The model that needs no key and no network. Its id is always known, as a `fallback` at least. */
export const DEMO_MODEL: ModelConfig = Object.freeze({
  id: 'demo',
  label: 'Demo',
  provider: 'demo',
  contextTokens: 32_000,
  maxOutputTokens: 32_000,
  vision: false,
});

/** Models that are there without a file, as soon as the environment has a key of their provider. */
const KEYED_MODELS = [
  {
    key: 'OPENAI_API_KEY',
    baseUrl: 'OPENAI_BASE_URL',
    model: {
      id: 'gpt-5-mini',
      label: 'GPT-5 mini',
      provider: 'openai',
      model: 'gpt-5-mini',
      contextTokens: 400_000,
      maxOutputTokens: 16_000,
      price: { input: 0.25, cached: 0.025, output: 2 },
      vision: true,
    },
  },
  {
    key: 'ANTHROPIC_API_KEY',
    baseUrl: 'ANTHROPIC_BASE_URL',
    model: {
      id: 'claude-sonnet',
      label: 'Claude Sonnet',
      provider: 'anthropic',
      model: 'claude-sonnet-5-5',
      contextTokens: 200_000,
      maxOutputTokens: 16_000,
      vision: true,
    },
  },
  {
    key: 'DIFY_API_KEY',
    baseUrl: 'DIFY_BASE_URL',
    model: {
      id: 'dify',
      label: 'Dify',
      provider: 'dify',
      contextTokens: 128_000,
      maxOutputTokens: 4096,
      vision: false,
    },
  },
] as const satisfies readonly { key: string; baseUrl: string; model: ModelConfig }[];

/** A model that needs no file; `reason`: why it can't be called, where no call can be made with its key. */
export interface KeyedModel {
  readonly model: ModelConfig;
  readonly reason?: string;
}

/** The models for whose provider the environment has a key, or a file for one, with that key. */
export const keyedModels = (env: Env): KeyedModel[] =>
  KEYED_MODELS.flatMap(({ key, baseUrl, model }) => {
    if (!env[key] && !env[`${key}_FILE`]) return [];
    const { part, faults } = fillKeys({ ...model, apiKey: `\${${key}}` }, env);
    const [fault] = faults;
    const url = valueIn(env, baseUrl);
    const keyed = { ...part, ...(url === undefined ? {} : { baseUrl: url }) };
    return [{ model: keyed, ...(fault && { reason: fault.reason }) }];
  });

/** What the environment may say of keys and addresses of models that need no file. */
export const BUILTIN_NAMES: readonly string[] = KEYED_MODELS.flatMap(({ key, baseUrl }) => [key, baseUrl]);

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
      price: { input: 0.25, output: 2 },
      vision: true,
    },
  },
] as const satisfies readonly { key: string; baseUrl: string; model: ModelConfig }[];

/** The models for whose provider a key is in the environment, with that key. */
export const keyedModels = (env: Env): ModelConfig[] =>
  KEYED_MODELS.flatMap(({ key, baseUrl, model }) => {
    const apiKey = valueIn(env, key);
    const url = valueIn(env, baseUrl);
    if (apiKey === undefined) return [];
    return [{ ...model, apiKey, ...(url === undefined ? {} : { baseUrl: url }) }];
  });

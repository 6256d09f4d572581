import type { ModelConfig } from '@parley/config';

/** Tokenizers of OpenAI that are public. */
export type TokenizerName = 'o200k_base' | 'cl100k_base';

/** Whoever passes a model on may name its maker first, and a model that was tuned begins with `ft:`. */
const PREFIX = /^(?:ft:|openai\/)/;
const O200K = /^(?:gpt-4o|gpt-4\.1|gpt-4\.5|gpt-[5-9]|gpt-oss|chatgpt-|o\d)/;
const CL100K = /^(?:gpt-4|gpt-3\.5)/;

/** The tokenizer of a model, by the provider's name for it; `undefined`: it isn't public, or not known. */
export function tokenizerOf({ provider, model = '' }: ModelConfig): TokenizerName | undefined {
  if (provider !== 'openai') return undefined;
  const name = model.toLowerCase().replace(PREFIX, '');
  if (O200K.test(name)) return 'o200k_base';
  return CL100K.test(name) ? 'cl100k_base' : undefined;
}

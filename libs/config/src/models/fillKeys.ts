import { valueIn, type Env } from './valueIn.ts';

const REFERENCE = /\$\{([A-Za-z_]\w*)\}/g;

/** The names that a text refers to as `${NAME}`, each once. */
export const referencesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(REFERENCE)].map(([, name = '']) => name)),
];

/** Replaces `${NAME}` in a key by what the environment has; `lacks` names what it hasn't. */
export function fillKeys<T extends { apiKey?: string | undefined } | undefined>(
  part: T,
  env: Env,
): { readonly part: T; readonly lacks: readonly string[] } {
  if (part?.apiKey === undefined) return { part, lacks: [] };
  const lacks = referencesIn(part.apiKey).filter((name) => valueIn(env, name) === undefined);
  const apiKey = part.apiKey.replace(REFERENCE, (_reference, name: string) => valueIn(env, name) ?? '');
  return { part: { ...part, apiKey }, lacks };
}

import { fitsHeader } from './fitsHeader.ts';
import type { KeyFault } from './KeyFault.ts';
import { valueIn, type Env } from './valueIn.ts';

const REFERENCE = /\$\{([A-Za-z_]\w*)\}/g;

/** The names that a text refers to as `${NAME}`, each once. */
export const referencesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(REFERENCE)].map(([, name = '']) => name)),
];

const missing = (name: string): KeyFault => ({
  reason: `${name} is not set`,
  rule: `names ${name}, which must be in the environment or as ${name}_FILE`,
});
const UNFIT: KeyFault = {
  reason: 'its apiKey has a character that no HTTP header takes',
  rule: 'must have no character that an HTTP header doesn’t take: no line break or other control, none beyond Latin-1',
};

/** Replaces `${NAME}` in a key by what the environment has; `faults`: why no call can be made with it. */
export function fillKeys<T extends { apiKey?: string | undefined } | undefined>(
  part: T,
  env: Env,
): { readonly part: T; readonly faults: readonly KeyFault[] } {
  if (part?.apiKey === undefined) return { part, faults: [] };
  const lacks = referencesIn(part.apiKey).filter((name) => valueIn(env, name) === undefined);
  const apiKey = part.apiKey.replace(REFERENCE, (_reference, name: string) => valueIn(env, name) ?? '');
  return {
    part: { ...part, apiKey },
    faults: [...lacks.map(missing), ...(fitsHeader(apiKey) ? [] : [UNFIT])],
  };
}

import type { CallableModel, CallableModels } from '../models.ts';

/**
 * The chosen model and, one after the other, those that stand in for it; each once, without those whose key is missing.
 * One that isn't configured any more ends it.
 */
export function chainOf(models: Pick<CallableModels, 'get'>, chosen: string): CallableModel[] {
  const chain: CallableModel[] = [];
  const seen = new Set<string>();
  for (let id: string | undefined = chosen; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const model = models.get(id);
    if (!model) break;
    if (model.lacks === undefined) chain.push(model);
    id = model.config.fallback;
  }
  return chain;
}

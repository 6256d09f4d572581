import { reloadModels, watchModels, type Models } from '@parley/config';
import type { Deps } from './deps.ts';

/** Takes what the models file says as soon as it says something else, until told to stop. */
export function followModels(
  path: string | undefined,
  env: NodeJS.ProcessEnv,
  initial: Models,
  { models, log }: Pick<Deps, 'models' | 'log'>,
): () => void {
  return watchModels(path, env, {
    initial,
    load: reloadModels,
    onChange(changed) {
      models.replace(changed);
      log.info('models.changed', { models: [...changed.byId.keys()] });
    },
    log,
  });
}

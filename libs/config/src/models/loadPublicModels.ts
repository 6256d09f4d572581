import type { Model } from '@parley/protocol';
import { DEMO_MODEL, keyedModels } from './builtinModels.ts';
import { watchModels, type MistakeLog } from './watchModels.ts';
import { modelsPath, readModelsFile } from './readModelsFile.ts';
import type { Env } from './valueIn.ts';

/**
 * The models as clients see them, in the operator's order, for services that only tell of them. A file's references to
 * keys are neither followed nor kept.
 *
 * @param file value of `MODELS_FILE`; without it `models.yaml` when there is one, else what the environment has keys for
 * @throws ConfigError with every mistake of the file at once
 */
export function loadPublicModels(file: string | undefined, env: Env): readonly Model[] {
  const path = modelsPath(file);
  const { models, speech } =
    path === undefined
      ? { models: [...keyedModels(env).map(({ model }) => model), DEMO_MODEL], speech: undefined }
      : readModelsFile(path);
  // Voice messages reach every model as text once something transcribes them.
  const voice = speech?.transcription !== undefined;
  return models.map(({ id, label, provider, vision }) =>
    Object.freeze({ id, label, provider, vision, voice }),
  );
}

/**
 * The same, and how to hear when they change: a file that breaks is logged, and what was before stays.
 * @throws ConfigError when the file is broken at the start
 */
export function publicModels(
  file: string | undefined,
  env: Env,
  log: MistakeLog,
): {
  readonly initial: readonly Model[];
  readonly watch: (onChange: (models: readonly Model[]) => void) => () => void;
} {
  const initial = loadPublicModels(file, env);
  const watch = (onChange: (models: readonly Model[]) => void) =>
    watchModels(file, env, { initial, load: loadPublicModels, onChange, log });
  return { initial, watch };
}

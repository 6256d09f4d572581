import type { Model } from '@parley/protocol';
import { DEMO_MODEL, keyedModels } from './builtinModels.ts';
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

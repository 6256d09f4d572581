import { ConfigError } from '../ConfigError.ts';
import { DEMO_MODEL, keyedModels } from './builtinModels.ts';
import type { ModelConfig, ModelsFile, SpeechConfig } from './modelsFile.ts';
import { fileMistake, modelsPath, readModelsFile } from './readModelsFile.ts';
import { valueIn, type Env } from './valueIn.ts';

/** The models of an installation, with the keys to call them. */
export interface Models {
  /** What a client may select, in the operator's order; a new session gets the first one. Never empty. */
  readonly selectable: readonly [ModelConfig, ...ModelConfig[]];
  /** Every model there is, by id: those of the file, and `demo`, which may be a fallback only. */
  readonly byId: ReadonlyMap<string, ModelConfig>;
  readonly speech: SpeechConfig;
}

function modelsOf(selectable: readonly ModelConfig[], speech: SpeechConfig = {}): Models {
  const [first, ...others] = selectable;
  if (!first) throw new ConfigError(['MODELS_FILE must name at least one model']);
  const byId = new Map([DEMO_MODEL, ...selectable].map((model) => [model.id, model]));
  return Object.freeze({ selectable: [first, ...others] as const, byId, speech });
}

/** The file's models with `${NAME}` in their keys replaced by what the environment has. */
function withKeys(path: string, file: ModelsFile, env: Env): Models {
  const mistakes: string[] = [];
  const fill = <T extends { apiKey?: string | undefined }>(where: string, part: T): T => {
    if (part.apiKey === undefined) return part;
    const apiKey = part.apiKey.replace(/\$\{([A-Za-z_]\w*)\}/g, (_reference, name: string) => {
      const value = valueIn(env, name);
      if (value === undefined)
        mistakes.push(
          fileMistake(
            path,
            `${where}.apiKey names ${name}, which must be in the environment or as ${name}_FILE`,
          ),
        );
      return value ?? '';
    });
    return { ...part, apiKey };
  };
  const models = file.models.map((model, at) => fill(`models[${at}]`, model));
  const { transcription, voice } = file.speech ?? {};
  const speech = {
    ...(transcription ? { transcription: fill('speech.transcription', transcription) } : {}),
    ...(voice ? { voice: fill('speech.voice', voice) } : {}),
  };
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return modelsOf(models, speech);
}

/**
 * The models with their keys, for the service that calls them.
 *
 * @param file value of `MODELS_FILE`; without it `models.yaml` when there is one, else what the environment has keys for
 * @param env where keys are looked up, each as `NAME` or, from a mounted file, as `NAME_FILE`
 * @throws ConfigError with every mistake at once; a key that is missing is named
 */
export function loadModels(file: string | undefined, env: Env): Models {
  const path = modelsPath(file);
  return path === undefined
    ? modelsOf([...keyedModels(env), DEMO_MODEL])
    : withKeys(path, readModelsFile(path), env);
}

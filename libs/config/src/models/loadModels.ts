import { ConfigError } from '../ConfigError.ts';
import { DEMO_MODEL, keyedModels } from './builtinModels.ts';
import { fillKeys } from './fillKeys.ts';
import type { ModelConfig, ModelsFile, SpeechConfig } from './modelsFile.ts';
import { fileMistake, modelsPath, readModelsFile } from './readModelsFile.ts';
import type { Env } from './valueIn.ts';

/** The models of an installation, with the keys to call them. */
export interface Models {
  /** What a client may select, in the operator's order; a new session gets the first one. Never empty. */
  readonly selectable: readonly [ModelConfig, ...ModelConfig[]];
  /** Every model there is, by id: those of the file, and `demo`, which may be a fallback only. */
  readonly byId: ReadonlyMap<string, ModelConfig>;
  /** Models that can't be called, by id, and why: their key is missing, or none that can be sent. */
  readonly unavailable: ReadonlyMap<string, string>;
  readonly speech: SpeechConfig;
}

function modelsOf(
  selectable: readonly ModelConfig[],
  more: Partial<Pick<Models, 'speech' | 'unavailable'>> = {},
): Models {
  const [first, ...others] = selectable;
  if (!first) throw new ConfigError(['MODELS_FILE must name at least one model']);
  const byId = new Map([DEMO_MODEL, ...selectable].map((model) => [model.id, model]));
  const { speech = {}, unavailable = new Map<string, string>() } = more;
  return Object.freeze({ selectable: [first, ...others] as const, byId, unavailable, speech });
}

/** The file's models with their keys, and what is wrong with keys. */
function withKeys(file: ModelsFile, env: Env): { models: Models; mistakes: string[] } {
  const mistakes: string[] = [];
  const unavailable = new Map<string, string>();
  const models = file.models.map((model, at) => {
    const { part, faults } = fillKeys(model, env);
    const [first] = faults;
    if (first) unavailable.set(model.id, first.reason);
    for (const { rule } of faults) mistakes.push(`models[${at}].apiKey ${rule}`);
    return part;
  });
  const { transcription, voice } = file.speech ?? {};
  const filled = { transcription: fillKeys(transcription, env), voice: fillKeys(voice, env) };
  for (const [kind, { faults }] of Object.entries(filled))
    for (const { rule } of faults) mistakes.push(`speech.${kind}.apiKey ${rule}`);
  const usable = Object.entries(filled).flatMap(([kind, { part, faults }]) =>
    part && faults.length === 0 ? [[kind, part] as const] : [],
  );
  const speech: SpeechConfig = Object.fromEntries(usable);
  return { models: modelsOf(models, { speech, unavailable }), mistakes };
}

function withoutFile(env: Env): Models {
  const keyed = keyedModels(env);
  const unavailable = new Map(
    keyed.flatMap(({ model, reason }) => (reason === undefined ? [] : [[model.id, reason] as const])),
  );
  return modelsOf([...keyed.map(({ model }) => model), DEMO_MODEL], { unavailable });
}

/**
 * The models with their keys, for the service that calls them.
 *
 * @param file value of `MODELS_FILE`; without it `models.yaml` when there is one, else what the environment has keys for
 * @param env where keys are looked up, each as `NAME` or, from a mounted file, as `NAME_FILE`
 * @throws ConfigError with every mistake at once; a key that is missing is named, one that can't be sent by its field
 */
export function loadModels(file: string | undefined, env: Env): Models {
  const path = modelsPath(file);
  if (path === undefined) return withoutFile(env);
  const { models, mistakes } = withKeys(readModelsFile(path), env);
  if (mistakes.length > 0) throw new ConfigError(mistakes.map((rule) => fileMistake(path, rule)));
  return models;
}

/**
 * The same for a service that runs already: a model whose key is missing, or can't be sent, is `unavailable`, with
 * the reason, and the rest goes on; speech with such a key is left out.
 *
 * @throws ConfigError with every mistake of the file at once
 */
export function reloadModels(file: string | undefined, env: Env): Models {
  const path = modelsPath(file);
  return path === undefined ? withoutFile(env) : withKeys(readModelsFile(path), env).models;
}

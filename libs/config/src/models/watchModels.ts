import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../ConfigError.ts';
import { BUILTIN_NAMES } from './builtinModels.ts';
import { referencesIn } from './fillKeys.ts';
import { modelsPath, readText } from './readModelsFile.ts';
import { valueIn, type Env } from './valueIn.ts';

/** How often the file is looked at, in milliseconds. */
const WATCH_MODELS_MS = 2000;

/** What it needs of a logger. */
export interface MistakeLog {
  warn(event: 'models.refused', fields: Record<string, unknown>): void;
}

export interface WatchModelsOptions<T> {
  /** What is known already: only what differs from it is told. */
  readonly initial: T;
  /** Reads the models: `reloadModels` or `loadPublicModels`. */
  readonly load: (file: string | undefined, env: Env) => T;
  readonly onChange: (models: T) => void;
  /** Hears of a broken file as `models.refused`, with every mistake at once, once for each content. */
  readonly log: MistakeLog;
  /** Milliseconds; 2000 unless told. */
  readonly everyMs?: number;
}

/**
 * Stands for the file's text and all keys that it or the environment names: by content, since mounted files are swapped
 * by links, editors put a new file in the old one's place, and clocks are coarse.
 */
function printOf(path: string | undefined, env: Env): string {
  const hash = createHash('sha256');
  const text = path === undefined ? undefined : textOf(path);
  const names = path === undefined ? BUILTIN_NAMES : referencesIn(text ?? '');
  hash.update(JSON.stringify([path, text, names.map((name) => [name, valueIn(env, name)])]));
  return hash.digest('base64');
}

/** A file that can't be read has no text, which is a content too. */
function textOf(path: string): string | undefined {
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/**
 * Follows the models file and the files of its keys, until what it returns is called. A change is told as soon as it is
 * seen; a file that is broken, or gone, never is. Doesn't keep the process running.
 *
 * @param file value of `MODELS_FILE`; without it, `models.yaml` is noticed when it comes
 * @param env where keys are looked up, each as `NAME` or, from a mounted file, as `NAME_FILE`
 */
export function watchModels<T>(
  file: string | undefined,
  env: Env,
  { initial, load, onChange, log, everyMs = WATCH_MODELS_MS }: WatchModelsOptions<T>,
): () => void {
  let path = modelsPath(file);
  let known = initial;
  let seen: string | undefined;

  function look(): void {
    // Once there is a file, it stays the one: while an editor replaces it, it is gone for a moment.
    path ??= modelsPath(file);
    const print = printOf(path, env);
    if (print === seen) return;
    seen = print;
    const models = load(path, env);
    if (isDeepStrictEqual(models, known)) return;
    onChange(models);
    known = models;
  }

  const tryLook = (): void => {
    try {
      look();
    } catch (error) {
      const mistakes = error instanceof ConfigError ? { mistakes: error.mistakes } : { cause: error };
      log.warn('models.refused', mistakes);
    }
  };

  const timer = setInterval(tryLook, everyMs).unref();
  return () => clearInterval(timer);
}

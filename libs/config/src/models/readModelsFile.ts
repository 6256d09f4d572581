import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../ConfigError.ts';
import { DEMO_MODEL } from './builtinModels.ts';
import { ModelsFile } from './modelsFile.ts';

const EXAMPLE =
  'Example: models: [{ id: quick, label: Quick, provider: openai, model: gpt-5-mini, apiKey: "${OPENAI_API_KEY}" }]';
const DEFAULT_PATH = 'models.yaml';
const MAX_BYTES = 1024 * 1024;

/** A mistake in the file; what stands in it is never quoted, for it may be a key. */
export const fileMistake = (path: string, rule: string): string => `MODELS_FILE ${path}: ${rule}. ${EXAMPLE}`;

/** The file to read: the one that is named, else `models.yaml` in the working folder when there is one. */
export const modelsPath = (named: string | undefined): string | undefined =>
  named ?? (existsSync(DEFAULT_PATH) ? DEFAULT_PATH : undefined);

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${issue.expected}`;
  if (issue.code === 'unrecognized_keys') return `must not have ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}

/**
 * The file's text.
 * @throws ConfigError when it can't be read or is too large
 */
export function readText(path: string): string {
  try {
    if (statSync(path).size <= MAX_BYTES) return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError([fileMistake(path, 'must be a readable file')]);
  }
  throw new ConfigError([fileMistake(path, `must have at most ${MAX_BYTES} bytes`)]);
}

/** The document's values; an alias may not blow up what is read. */
function plainOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    throw new ConfigError([fileMistake(path, 'must have few aliases')]);
  }
}

/** What the fields of single models can't show: ids that come twice, fallbacks that lead nowhere. */
function mistakesBetween({ models }: ModelsFile): string[] {
  const ids = models.map(({ id }) => id);
  return models.flatMap(({ id, fallback }, at) => [
    ...(ids.indexOf(id) === at ? [] : [`models[${at}].id must be an id that no other model has`]),
    ...(fallback === undefined || (fallback !== id && [...ids, DEMO_MODEL.id].includes(fallback))
      ? []
      : [`models[${at}].fallback must be the id of another model`]),
  ]);
}

/**
 * Reads and checks a models file. References to the environment stay as they are written.
 *
 * @throws ConfigError with every mistake at once
 */
export function readModelsFile(path: string): ModelsFile {
  const document = parseDocument(readText(path));
  const [wrong] = document.errors;
  if (wrong) {
    const line = wrong.linePos?.[0].line ?? 1;
    throw new ConfigError([fileMistake(path, `must be YAML, which line ${line} is not (${wrong.code})`)]);
  }
  const { success, data, error } = ModelsFile.safeParse(plainOf(path, document));
  const broken = success
    ? mistakesBetween(data)
    : error.issues.map((issue) => `${placeOf(issue.path)} ${ruleOf(issue)}`);
  if (!success || broken.length > 0) throw new ConfigError(broken.map((rule) => fileMistake(path, rule)));
  return data;
}

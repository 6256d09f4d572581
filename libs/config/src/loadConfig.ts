import { ConfigError } from './ConfigError.ts';
import type { Config, ConfigSchema } from './defineConfig.ts';
import type { Key } from './key.ts';
import { readRaw } from './readRaw.ts';

const SHOWN_CHARACTERS = 60;

function mistake(name: string, key: Key<unknown>, rule: string, given?: string): string {
  const got =
    given === undefined || key.secret ? '' : ` (got ${JSON.stringify(given.slice(0, SHOWN_CHARACTERS))})`;
  return `${name} ${rule}${got}. Example: ${key.example}`;
}

/** The value of one key, or what is wrong with it. */
function readKey(
  name: string,
  key: Key<unknown>,
  env: Readonly<Record<string, string | undefined>>,
): { value: unknown } | { mistake: string } {
  const raw = readRaw(name, env);
  if ('broken' in raw) return { mistake: mistake(name, key, raw.broken) };
  const given = raw.value ?? key.default;
  if (given === undefined) {
    return 'optional' in key ? { value: undefined } : { mistake: mistake(name, key, 'is required') };
  }
  const result = key.type.safeParse(given);
  if (result.success) return { value: result.data };
  const rule = result.error.issues[0]?.message ?? 'is wrong';
  return { mistake: mistake(name, key, rule, given) };
}

/**
 * Reads and checks a service's whole configuration.
 *
 * @param env the environment, such as `process.env`; each key may also come from a file, named by `KEY_FILE`
 * @returns the values, frozen
 * @throws ConfigError with every mistake at once; values of secrets are never in it
 */
export function loadConfig<Schema extends ConfigSchema>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): Config<Schema>;
export function loadConfig(
  schema: ConfigSchema,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, key] of Object.entries(schema)) {
    const read = readKey(name, key, env);
    if ('mistake' in read) mistakes.push(read.mistake);
    else values[name] = read.value;
  }
  for (const [name, key] of Object.entries(schema)) {
    const broken = name in values ? key.rule?.(values[name], values) : undefined;
    if (broken !== undefined) mistakes.push(mistake(name, key, broken));
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return Object.freeze(values);
}

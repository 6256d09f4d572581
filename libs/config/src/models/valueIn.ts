import { readRaw } from '../readRaw.ts';

/** An environment, such as `process.env`. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What an environment has under a name, given as `NAME` or in the file that `NAME_FILE` names. */
export function valueIn(env: Env, name: string): string | undefined {
  const raw = readRaw(name, env);
  return 'value' in raw ? raw.value : undefined;
}

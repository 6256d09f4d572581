import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where fetched servers are kept for every project folder of this user: `${XDG_CACHE_HOME:-~/.cache}/parley`. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'];
  return join(base ? base : join(homedir(), '.cache'), 'parley');
}

/** Where Node keeps what it has compiled, for `NODE_COMPILE_CACHE`: what died starts again in a fraction of the time. */
export const compiledDir = (env: NodeJS.ProcessEnv = process.env): string => join(cacheDir(env), 'compiled');

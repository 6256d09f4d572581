import { readFileSync, statSync } from 'node:fs';

const MAX_FILE_BYTES = 1024 * 1024;

/** A value as it was given, or the rule that was broken in giving it. */
export type Raw = { readonly value: string | undefined } | { readonly broken: string };

/**
 * Looks up a key in the environment or, as `NAME_FILE`, in a mounted file. An empty value counts as none.
 * A file's one trailing newline doesn't count.
 */
export function readRaw(name: string, env: Readonly<Record<string, string | undefined>>): Raw {
  const value = env[name] || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return { value };
  if (value !== undefined) return { broken: `must be given once, not as ${name}_FILE too` };
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { broken: `must be in a file, but ${name}_FILE names none` };
    if (stat.size > MAX_FILE_BYTES) return { broken: `must be in a file of at most ${MAX_FILE_BYTES} bytes` };
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined };
  } catch {
    return { broken: `must be in a readable file, but the one that ${name}_FILE names is not` };
  }
}

import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A hash over the names and contents of all files that the patterns match, from `root`. */
export function hashFiles(root: string, patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const found = globSync([...patterns], { cwd: root, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files.sort()) {
    const content = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

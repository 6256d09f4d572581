import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree } from './Disk.ts';

/** The files and folders under a folder, as they are. */
export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, Buffer | 'folder'>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    tree.set(path, entry.isDirectory() ? 'folder' : await readFile(path));
  }
  return tree;
}

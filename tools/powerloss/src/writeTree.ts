import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Tree } from './Disk.ts';

/** Lays out files as they were under `from`, under `to`. */
export async function writeTree(tree: Tree, from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const [path, bytes] of tree) {
    const target = to + path.slice(from.length);
    if (bytes === 'folder') await mkdir(target, { recursive: true });
    else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
  }
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesWith } from '@parley/testing';

/** What was looked through, so that "nothing found" can be judged. */
export interface Searched {
  readonly leaks: readonly string[];
  readonly documents: number;
  readonly files: number;
  readonly bytes: number;
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}

/**
 * Looks for words in a raw dump of the database, and in every byte of a data folder whose programs have ended: the
 * database's files, the queue's, the logs.
 */
export async function findLeaks(
  words: readonly string[],
  dump: ReadonlyMap<string, string>,
  dataDir: string,
): Promise<Searched> {
  const inDump = [...dump].flatMap(([collection, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${word} in collection ${collection}`),
  );
  const inFiles: string[] = [];
  for (const word of words)
    for (const file of await filesWith(dataDir, [word])) inFiles.push(`${word} in ${file}`);
  const documents = [...dump.values()].reduce((sum, text) => sum + (text ? text.split('\n').length : 0), 0);
  return { leaks: [...inDump, ...inFiles], documents, ...(await sizeOf(dataDir)) };
}

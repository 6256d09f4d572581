import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the data folder for this process; made when missing. The lock is the system's own on an SQLite file, so it goes
 * with the process, however that ends.
 * @returns gives it back
 * @throws Error when another process has it, or the folder can't be written
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(dataDir, 'lock'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!String(error).includes('locked')) throw error;
    const message = `Parley already runs on ${dataDir}. Stop it, or choose another folder: DATA_DIR=.data2`;
    throw new Error(message, { cause: error });
  }
  return () => lock.close();
}

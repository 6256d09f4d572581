import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one run, removed after it unless the run shows something that is to be looked into. */
export async function inRunFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
  try {
    const result = await run(folder);
    await rm(folder, { recursive: true, force: true });
    return result;
  } catch (error) {
    process.stderr.write(`what happened is in ${folder}\n`);
    throw error;
  }
}

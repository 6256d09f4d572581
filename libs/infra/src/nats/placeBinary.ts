import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';

/** Puts a program into the cache in one step, so that whoever looks at the same time sees all of it or nothing. */
export async function placeBinary(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const beside = `${to}.${randomUUID()}`;
  await copyFile(from, beside);
  await chmod(beside, 0o755);
  await rename(beside, to);
}

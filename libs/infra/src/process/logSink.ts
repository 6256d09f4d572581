import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a child's output goes: a file (appended to), a function that gets each line, or nowhere. */
export type Log = string | ((line: string) => void) | undefined;

const KEPT_BYTES = 20 * 1024 * 1024;

/**
 * Opens a log file for appending, folders included. A file of more than 20 MiB is moved to `<path>.1` first, so that
 * logs don't grow without end.
 * @returns the file descriptor and a function that closes it
 */
export function openLogFile(path: string): { fd: number; close: () => void } {
  mkdirSync(dirname(path), { recursive: true });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > KEPT_BYTES) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a');
  return { fd, close: () => closeSync(fd) };
}

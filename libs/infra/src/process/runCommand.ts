import { startChild } from './startChild.ts';

export type CommandOptions = {
  command: string;
  args: readonly string[];
  timeoutMs: number;
  env?: NodeJS.ProcessEnv | undefined;
  cwd?: string | undefined;
  /** Gets each line as it comes. */
  onLine?: ((line: string) => void) | undefined;
};

const KEPT_LINES = 200;

/**
 * Runs a command to its end and returns what it wrote, output and errors, at most the last 200 lines.
 * @throws Error when it can't be run, ends with another code than 0, or takes longer than `timeoutMs`
 */
export async function runCommand({
  command,
  args,
  timeoutMs,
  env,
  cwd,
  onLine,
}: CommandOptions): Promise<string[]> {
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine?.(line);
  };
  const child = await startChild({ command, args, env, cwd, log });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void child.kill();
  }, timeoutMs);
  const { code, signal } = await child.exited;
  clearTimeout(timer);
  if (late) throw new Error(`${command} took longer than ${timeoutMs} ms`);
  if (code !== 0)
    throw new Error(`${command} ended with ${signal ?? `code ${code}`}: ${lines.slice(-3).join(' / ')}`);
  return lines;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../process/runCommand.ts';
import type { Say } from './natsBinary.ts';

const STEP_MS = 120_000;

/**
 * Takes nats-server out of the distribution's package (Debian and its kin), without installing it and without root.
 * @throws Error when there is no such package or no apt
 */
export async function packagedNats(folder: string, say: Say, env: NodeJS.ProcessEnv): Promise<string> {
  say('fetching the package nats-server with apt-get download');
  const bounds = { cwd: folder, env, timeoutMs: STEP_MS };
  await runCommand({ command: 'apt-get', args: ['download', 'nats-server'], ...bounds });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error('apt-get download left no package');
  const args = ['-x', join(folder, archive), join(folder, 'root')];
  await runCommand({ command: 'dpkg-deb', args, ...bounds });
  return join(folder, 'root', 'usr', 'sbin', 'nats-server');
}

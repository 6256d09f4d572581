import { join } from 'node:path';
import { runCommand } from '../process/runCommand.ts';
import type { Say } from './natsBinary.ts';

const MODULE = 'github.com/nats-io/nats-server/v2@v2.15.2';
const BUILD_MS = 10 * 60_000;
const STILL_MS = 10_000;

/**
 * Builds nats-server with the machine's Go (its module proxy checks the sources) into `folder` and returns its path.
 * @throws Error when there is no Go, or it can't build it within ten minutes
 */
export async function builtNats(folder: string, say: Say, env: NodeJS.ProcessEnv): Promise<string> {
  await runCommand({ command: 'go', args: ['version'], timeoutMs: 10_000, env });
  say(`building it: go install ${MODULE} (about a minute)`);
  const began = performance.now();
  const still = () => say(`still building (${Math.round((performance.now() - began) / 1000)} s)`);
  const timer = setInterval(still, STILL_MS);
  const build = { ...env, GOBIN: folder, CGO_ENABLED: '0' };
  try {
    await runCommand({
      command: 'go',
      args: ['install', MODULE],
      timeoutMs: BUILD_MS,
      env: build,
      onLine: say,
    });
  } finally {
    clearInterval(timer);
  }
  return join(folder, 'nats-server');
}

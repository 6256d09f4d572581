import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../cacheDir.ts';
import { placeBinary } from '../nats/placeBinary.ts';
import type { Say } from '../nats/natsBinary.ts';
import { runCommand } from '../process/runCommand.ts';

const VERSION = '2.5.0';
const MODULE = `github.com/Shopify/toxiproxy/v2/cmd/server@v${VERSION}`;
const BUILD_MS = 5 * 60_000;

/**
 * The path of toxiproxy's server: cached, else built with the machine's Go and cached. One on `PATH` isn't looked for:
 * the program is called `server`, and says of itself no version.
 * @throws Error when it isn't cached and there is no Go to build it
 */
export async function findToxiproxy(env: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const cached = join(cacheDir(env), `toxiproxy-${VERSION}`, 'toxiproxy-server');
  const isThere = await access(cached, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (isThere) return cached;
  say(`building toxiproxy: go install ${MODULE}`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-toxiproxy-'));
  try {
    const build = { ...env, GOBIN: folder };
    await runCommand({
      command: 'go',
      args: ['install', MODULE],
      timeoutMs: BUILD_MS,
      env: build,
      onLine: say,
    });
    await placeBinary(join(folder, 'server'), cached);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return cached;
}

import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { NatsBinary, Say } from './natsBinary.ts';
import { WANTED_NATS, isAtLeast, natsVersion } from './natsVersion.ts';

/** A new enough nats-server on `PATH` or where `go install` puts programs. */
export async function installedNats(env: NodeJS.ProcessEnv, say: Say): Promise<NatsBinary | undefined> {
  for (const folder of foldersOf(env)) {
    const path = join(folder, 'nats-server');
    if (!(await isProgram(path))) continue;
    const version = await natsVersion(path);
    if (version && isAtLeast(version, WANTED_NATS)) return { path, version };
    say(
      `${path} is ${version ? `version ${version.join('.')}` : 'not a nats-server'}, ${WANTED_NATS.join('.')} is needed`,
    );
  }
  return undefined;
}

function foldersOf(env: NodeJS.ProcessEnv): string[] {
  const goPath = env['GOPATH']?.split(delimiter)[0];
  const goBin = env['GOBIN'] ? env['GOBIN'] : join(goPath ? goPath : join(homedir(), 'go'), 'bin');
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...new Set([...onPath, goBin])];
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheDir } from '../cacheDir.ts';
import { placeBinary } from '../nats/placeBinary.ts';
import { runCommand } from '../process/runCommand.ts';

const version = '2.7.0';
const module = `github.com/FerretDB/FerretDB/v2/cmd/ferretdb@v${version}`;
const buildMs = 10 * 60_000;

/**
 * The path of FerretDB: on `PATH` or where `go install` puts programs, else cached, else built with the machine's Go
 * and cached.
 * @throws Error when there is none and no Go to build it
 */
export async function findFerretDb(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  const cached = join(cacheDir(env), `ferretdb-${version}`, 'ferretdb');
  const goBin = env['GOBIN'] ?? join(env['GOPATH'] ?? join(homedir(), 'go'), 'bin');
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), goBin];
  for (const path of [...folders.map((folder) => join(folder, 'ferretdb')), cached]) {
    if (await isWanted(path)) return path;
  }
  say(`building FerretDB: go install ${module}`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-ferretdb-'));
  try {
    const build = { ...env, GOBIN: folder };
    await runCommand({
      command: 'go',
      args: ['install', module],
      timeoutMs: buildMs,
      env: build,
      onLine: say,
    });
    await placeBinary(join(folder, 'ferretdb'), cached);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return cached;
}

async function isWanted(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    const lines = await runCommand({ command: path, args: ['--version'], timeoutMs: 10_000 });
    return lines.some((line) => line.includes(`v${version}`));
  } catch {
    return false;
  }
}

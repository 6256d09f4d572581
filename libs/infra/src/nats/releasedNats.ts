import { join } from 'node:path';
import { runCommand } from '../process/runCommand.ts';
import { download } from './download.ts';
import type { Say } from './natsBinary.ts';
import type { NatsRelease } from './natsRelease.ts';

const CONNECT_MS = 5000;
const STALL_MS = 15_000;
const UNPACK_MS = 30_000;

/**
 * Fetches the official release into `folder` and returns the program's path.
 * @throws Error when there is none for this machine, it can't be had, or its checksum is another
 */
export async function releasedNats(folder: string, say: Say, release: NatsRelease): Promise<string> {
  const build = release.sha256[`${process.platform}-${process.arch}`];
  if (!build) throw new Error(`no checksum is known for ${process.platform}-${process.arch}`);
  const name = `nats-server-v${release.version}-${build.name}`;
  const url = `${release.baseUrl}/${name}.tar.gz`;
  const archive = join(folder, `${name}.tar.gz`);
  say(`fetching ${url}`);
  await download({
    url,
    to: archive,
    sha256: build.sum,
    connectMs: CONNECT_MS,
    stallMs: STALL_MS,
    onProgress: progress(say),
  });
  await runCommand({ command: 'tar', args: ['-xzf', archive, '-C', folder], timeoutMs: UNPACK_MS });
  return join(folder, name, 'nats-server');
}

/** Says each quarter of the way. */
function progress(say: Say): (received: number, total: number | undefined) => void {
  let said = 0;
  return (received, total) => {
    if (total === undefined) return;
    const quarter = Math.floor((4 * received) / total);
    if (quarter > said) say(`${quarter * 25} % of ${(total / 1_000_000).toFixed(1)} MB`);
    said = quarter;
  };
}

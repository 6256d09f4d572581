import { randomInt } from 'node:crypto';
import { isFreePort } from './isFreePort.ts';

const LOWEST = 15_000;
const HIGHEST = 32_000;
const ATTEMPTS = 100;

/** Those that were given out: their server may not listen yet, and another one must not get the same. */
const given = new Set<number>();

/**
 * A TCP port on 127.0.0.1 that nothing listens on now, and that this process got from here never before. It lies below the range from which systems take the ports
 * of outgoing connections, so that a server that is restarted on it doesn't find it taken by one of those.
 * @throws Error when 100 tries found none
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFreePort(port)) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${HIGHEST} in ${ATTEMPTS} tries`);
}

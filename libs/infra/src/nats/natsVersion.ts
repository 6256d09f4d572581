import { runCommand } from '../process/runCommand.ts';

export type Version = readonly [major: number, minor: number, patch: number];

/** All that Parley asks of JetStream is there from this one on; older ones lack parts of it. */
export const WANTED_NATS: Version = [2, 11, 0];
/** Older ones can't serve Parley at all. */
export const LEAST_NATS: Version = [2, 9, 0];

/** Reads the answer of `nats-server -v`, such as `nats-server: v2.15.2`; undefined when it is something else. */
export function parseNatsVersion(text: string): Version | undefined {
  const found = /^nats-server: v(\d+)\.(\d+)\.(\d+)/m.exec(text);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

/** Is `version` the same as `least` or newer? */
export function isAtLeast(version: Version, least: Version): boolean {
  for (const place of [0, 1, 2] as const) {
    if (version[place] !== least[place]) return version[place] > least[place];
  }
  return true;
}

/** The version of an installed nats-server; undefined when `binary` isn't there or isn't one. */
export async function natsVersion(binary: string): Promise<Version | undefined> {
  try {
    const lines = await runCommand({ command: binary, args: ['-v'], timeoutMs: 10_000 });
    return parseNatsVersion(lines.join('\n'));
  } catch {
    return undefined;
  }
}

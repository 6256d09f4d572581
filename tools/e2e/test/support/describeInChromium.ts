import { execFileSync } from 'node:child_process';
import { describe } from '@jest/globals';

function find(): string | undefined {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Where Chromium is on this machine; undefined when it isn't. */
export const CHROMIUM = process.env['CHROMIUM'] ?? find();

/** `describe` in a real browser; where there is none it says so and leaves the tests out, but never in CI. */
export function describeInChromium(what: string, tests: () => void): void {
  if (CHROMIUM || process.env['CI']) describe(what, tests);
  else describe.skip(`${what} (left out: there is no Chromium on this machine)`, tests);
}

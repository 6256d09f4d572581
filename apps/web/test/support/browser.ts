import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { CHROMIUM } from './visit.ts';

/** `describe` in a real browser; where there is none it says so and leaves the tests out, but never in CI. */
export function describeInChromium(what: string, tests: () => void): void {
  if (existsSync(CHROMIUM) || process.env['CI']) describe(what, tests);
  else describe.skip(`${what} (left out: there is no Chromium at ${CHROMIUM})`, tests);
}

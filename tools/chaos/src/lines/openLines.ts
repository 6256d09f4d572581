import type { Lines } from './Lines.ts';
import { testProxyLines } from './testProxyLines.ts';
import { toxiproxyLines } from './toxiproxyLines.ts';

/** Lines through toxiproxy, else through the test kit's proxy; says which, and why. */
export async function openLines(say: (line: string) => void): Promise<Lines> {
  try {
    return await toxiproxyLines(say);
  } catch (error) {
    say(`no toxiproxy (${String(error)}): the test kit’s own proxy stands in for it`);
    return testProxyLines();
  }
}

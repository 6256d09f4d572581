import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './startChild.ts';

export type Readiness = {
  /** What is waited for, as it stands in the error: "nats-server". */
  what: string;
  child: Child;
  /** Asked again and again until it says true; an error counts as "not yet". */
  probe: () => Promise<boolean>;
  timeoutMs: number;
  /** The last lines of the process's log, for the error. */
  tail?: () => string[];
};

const BETWEEN_MS = 25;

/**
 * Waits until a started process serves.
 * @throws Error when the process ends first or the time is over; it names what was waited for and shows the log's end
 */
export async function waitUntilReady({ what, child, probe, timeoutMs, tail }: Readiness): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let ended: string | undefined;
  void child.exited.then(({ code, signal }) => (ended = signal ?? `code ${code}`));
  const said = () => (tail?.() ?? []).map((line) => `\n  | ${line}`).join('');
  for (;;) {
    const ready = await probe().catch(() => false);
    if (ended !== undefined) throw new Error(`${what} ended (${ended}) before it was ready${said()}`);
    if (ready) return;
    if (performance.now() > deadline) throw new Error(`${what} wasn't ready within ${timeoutMs} ms${said()}`);
    await delay(BETWEEN_MS);
  }
}

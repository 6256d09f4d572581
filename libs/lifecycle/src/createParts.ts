import type { LifecycleLog } from './LifecycleLog.ts';
import type { Part, Running } from './Part.ts';
import { within } from './within.ts';

export interface PartsOptions {
  readonly log: LifecycleLog;
  /** The longest that stopping all parts may take, in milliseconds. */
  readonly graceMs: number;
  /** A clock that only goes forward, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Starts parts one after the other, in the order given (what others need comes first), and stops them in reverse.
 * A part that fails to stop, or takes too long, is logged and left, and the next one gets its turn.
 */
export function createParts(parts: readonly Part[], options: PartsOptions): Running {
  const { log, graceMs, now = () => performance.now() } = options;
  /** Those whose start was called, the newest first: these are to be stopped. */
  const begun: Part[] = [];
  let stopping: Promise<boolean> | undefined;

  async function stopPart(part: Part, leftMs: number): Promise<boolean> {
    const bound = Math.max(1, Math.min(part.stopMs ?? leftMs / 2, leftMs));
    try {
      await within(`stopping ${part.name}`, Math.round(bound), async () => part.stop?.());
      return true;
    } catch (error) {
      log.error('part.stop_failed', error, { part: part.name });
      return false;
    }
  }

  async function stopAll(): Promise<boolean> {
    const end = now() + graceMs;
    let well = true;
    for (const part of begun.splice(0)) well = (await stopPart(part, end - now())) && well;
    return well;
  }

  async function start(): Promise<void> {
    try {
      for (const part of parts) {
        if (stopping) break;
        begun.unshift(part);
        await part.start?.();
      }
    } catch (error) {
      // When stop came first, an interrupted start is what was asked for.
      if (stopping) return;
      stopping = stopAll();
      await stopping;
      throw error;
    }
  }

  return { start, stop: () => (stopping ??= stopAll()) };
}

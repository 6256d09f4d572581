import type { SessionState } from '@parley/conversation';
import type { FellOut } from './Prepared.ts';
import type { Deps } from '../deps.ts';
import { summarise } from './summarise.ts';

/** Sums up what falls out of sessions' windows, in the background. */
export interface Summaries {
  /** The model `model` ended an answer whose request left out `fellOut`. */
  offer(session: Pick<SessionState, 'id' | 'userId'>, model: string, fellOut: FellOut | undefined): void;
  /** Breaks off what is under way: the next answer's try goes on. */
  stop(): Promise<void>;
}

/** Entries, or tokens of them, that must have fallen out since the last summary for it to matter. */
const MATTER_ENTRIES = 10;
const MATTER_TOKENS = 1_000;
/** Summaries that one worker has written at the same time; beyond that a later answer's try must do. */
const AT_ONCE = 10;

const matters = ({ entries, tokens }: FellOut): boolean =>
  entries >= MATTER_ENTRIES || tokens >= MATTER_TOKENS;

/** The demo model has no ideas, so nothing is summed up for it. */
export function createSummaries(deps: Deps): Summaries {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  return {
    offer(session, id, fellOut) {
      const model = deps.models.get(id);
      if (!model || model.config.provider === 'demo' || !fellOut || !matters(fellOut)) return;
      if (running.has(session.id) || running.size >= AT_ONCE || stopping.signal.aborted) return;
      const task = summarise(deps, session, model, fellOut, stopping.signal)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted)
            deps.log.warn('summary.failed', { sessionId: session.id, userId: session.userId, cause: error });
        })
        .finally(() => running.delete(session.id));
      running.set(session.id, task);
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

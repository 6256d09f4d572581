import type { Answer, SessionState } from '@parley/conversation';
import type { Deps } from '../deps.ts';
import { nameSession } from './nameSession.ts';

/** Names sessions in the background. */
export interface Titles {
  /** An answer was completed with `text`; `session` is what it was when the answer began. */
  offer(session: SessionState, answer: Answer, text: string): void;
  /** Breaks off what is under way: it is only a name. */
  stop(): Promise<void>;
}

/** Answers of a session after which a name is tried: the first one, and two more should that fail. */
const TRIES = 3;
/** Names that one worker looks for at the same time; beyond that a later answer's try must do. */
const AT_ONCE = 20;

export function createTitles(deps: Deps): Titles {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    offer(session, answer, text) {
      const { id: sessionId, namedBy, responseTimes } = session;
      if (namedBy !== 'message' || responseTimes.count >= TRIES || running.size >= AT_ONCE) return;
      const task = nameSession(deps, session, answer, text, stopping.signal)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) deps.log.warn('title.failed', { sessionId, cause: error });
        })
        .finally(() => running.delete(task));
      running.add(task);
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

import { createSession, takeOver, type Change, type SessionState } from '../src/index.ts';
import { SESSION, USER } from './model.ts';

/** Two admins. */
export const [ADA, BO] = [
  { id: 'ada', name: 'Ada', roles: ['admin'] },
  { id: 'bo', name: 'Bo', roles: ['admin'] },
];

/** What an answer took that a takeover broke off. */
export const USED = { inputTokens: 7, outputTokens: 2, totalTokens: 9 };
/** A session in which nothing happened. */
export const fresh = (): SessionState => createSession(SESSION, USER.id, 'demo', 1_000);

/** One of them takes the session over. */
export const take = (session: SessionState, user = ADA, at = 2_000): Change =>
  takeOver(session, { type: 'admin.takeover', id: crypto.randomUUID(), sessionId: SESSION }, user, at, {
    kept: { text: 'kept', usage: USED, sessionUsage: USED },
  });

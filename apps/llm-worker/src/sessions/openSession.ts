import {
  continues,
  createSession,
  deactivateSession,
  endSession,
  openSession as reopen,
  type SessionState,
} from '@parley/conversation';
import { ParleyError, type OpenRequest } from '@parley/protocol';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';

const noSession = (): ParleyError =>
  new ParleyError('not_found', 'session', 'sessionId: there is no such session.');

/** The user's own session of this id; somebody else's doesn't exist for them. */
async function own({ store }: Deps, id: string, userId: string): Promise<SessionState> {
  const loaded = await store.sessions.load(id);
  if (loaded?.state.userId !== userId) throw noSession();
  return loaded.state;
}

/** The session that an open without an id goes on with; one whose window is over is ended. */
async function current(
  deps: Deps,
  { user, at }: OpenRequest,
  windowMs: number,
): Promise<SessionState | undefined> {
  for (const session of await deps.store.sessions.activeOf(user.id)) {
    if (continues(session, at, windowMs)) return session;
    await changeSession(deps, session.id, (now) =>
      continues(now, at, windowMs) ? undefined : endSession(now, 'continuity', at),
    );
  }
  return undefined;
}

/** The session whose id is the frame's: made now, or by the same frame before. */
async function made({ store, models }: Deps, { frame, user, at }: OpenRequest): Promise<SessionState> {
  const { loaded } = await store.sessions.create(createSession(frame.id, user.id, models.first, at));
  if (loaded.state.userId !== user.id) throw noSession();
  return loaded.state;
}

/**
 * Finds or makes the session that a user's `session.open` means, makes it the active one and puts the others away.
 * @throws ParleyError not_found/session
 */
export async function openSession(deps: Deps, request: OpenRequest, windowMs: number): Promise<SessionState> {
  const { frame, user, at } = request;
  const named = frame.sessionId === undefined ? undefined : await own(deps, frame.sessionId, user.id);
  const goOn = named ?? (frame.new ? undefined : await current(deps, request, windowMs));
  const wanted = goOn ?? (await made(deps, request));
  for (const other of await deps.store.sessions.activeOf(user.id)) {
    if (other.id !== wanted.id) await changeSession(deps, other.id, deactivateSession);
  }
  const opened = await changeSession(deps, wanted.id, (session) => reopen(session, at));
  if (!opened) throw noSession();
  return opened.session;
}

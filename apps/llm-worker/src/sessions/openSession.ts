import {
  continues,
  createSession,
  isExpired,
  openSession as reopen,
  presentUntil,
  type SessionState,
} from '@parley/conversation';
import { userKey } from '@parley/bus';
import { ParleyError, type OpenRequest } from '@parley/protocol';
import { SealedDataError, StoreUnavailable, type Choice } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { keepOneActive } from './keepOneActive.ts';
import { leaveUnchosen } from './leaveUnchosen.ts';

/** Others that may choose in between before it is given up. */
const TRIES = 20;

const noSession = (): ParleyError =>
  new ParleyError('not_found', 'session', 'sessionId: there is no such session.');

/** The user's own session of this id; somebody else's doesn't exist for them. */
async function own({ store }: Deps, id: string, userId: string): Promise<SessionState> {
  const loaded = await store.sessions.load(id);
  if (loaded?.state.userId !== userId) throw noSession();
  return loaded.state;
}

/** A session that can't be read any more must not keep its user from having another one. */
async function readable(
  { sessions }: Deps['store'],
  id: string,
): Promise<SessionState | 'unreadable' | undefined> {
  try {
    return (await sessions.load(id))?.state;
  } catch (error) {
    if (error instanceof SealedDataError) return 'unreadable';
    throw error;
  }
}

/** Whether an open without an id goes on with what was chosen last; it may be about to be made. */
async function goesOn(
  { store, bus, continuityMs }: Deps,
  { user, at }: OpenRequest,
  { sessionId, chosenAt }: Choice,
): Promise<boolean> {
  if (sessionId === undefined) return false;
  const session = await readable(store, sessionId);
  if (session === 'unreadable') return false;
  if (!session) return at - chosenAt <= continuityMs;
  if (session.userId !== user.id) return false;
  const held = isExpired(session, at, continuityMs) && (await bus.held(sessionId, userKey(user.id)));
  return continues(session, at, continuityMs, { chosenAt, held });
}

/** Chooses the user's active session, by its id: from here on all who open without one go on with it. */
async function choose(deps: Deps, request: OpenRequest): Promise<string> {
  const { frame, user, at } = request;
  const { users } = deps.store;
  if (frame.sessionId !== undefined) await own(deps, frame.sessionId, user.id);
  const named = frame.sessionId ?? (frame.new ? frame.id : undefined);
  for (let tried = 0; tried < TRIES; tried++) {
    const last = await users.active(user.id);
    const { sessionId } = last;
    if (named !== undefined) {
      if (sessionId !== named) await users.activate(user.id, named, at);
      return named;
    }
    if (sessionId !== undefined && (await goesOn(deps, request, last))) return sessionId;
    if (await users.activate(user.id, frame.id, at, last)) return frame.id;
  }
  throw new StoreUnavailable('open session', new Error(`${TRIES} others chose in between`));
}

/** Opens the chosen session; one without a name in the request is made, if nobody has. */
async function open(deps: Deps, id: string, { frame, user, at }: OpenRequest): Promise<SessionState> {
  const { store, models, continuityMs } = deps;
  const until = presentUntil(at, continuityMs);
  const again = () =>
    changeSession(deps, id, (session) =>
      session.userId === user.id ? reopen(session, at, until) : undefined,
    );
  let session = (await again())?.session;
  if (!session && frame.sessionId === undefined) {
    const fresh = reopen(createSession(id, user.id, models.first, at), at, until);
    const { created, loaded } = await store.sessions.create(fresh.session);
    session = created ? loaded.state : (await again())?.session;
  }
  if (session?.userId === user.id) return session;
  await leaveUnchosen(deps, user.id, id);
  throw noSession();
}

/**
 * Finds or makes the session that a user's `session.open` means, makes it the active one and puts the others away. It
 * is chosen first and opened then, each of which may be repeated, so whoever races and whoever dies, the last choice
 * is the only active session in the end.
 * @throws ParleyError not_found/session
 */
export async function openSession(deps: Deps, request: OpenRequest): Promise<SessionState> {
  const { user, at } = request;
  const id = await choose(deps, request);
  const session = await open(deps, id, request);
  const chosen = await keepOneActive(deps, session, at);
  return chosen === id ? session : own(deps, id, user.id);
}

import {
  continues,
  createSession,
  isExpired,
  openSession as reopen,
  presentUntil,
  type SessionState,
} from '@parley/conversation';
import { userKey } from '@parley/bus';
import { isAdmin, ParleyError, type OpenRequest } from '@parley/protocol';
import { SealedDataError, StoreUnavailable, type Choice, type Loaded } from '@parley/store';
import { changeSession } from '../changeSession.ts';
import type { Deps } from '../deps.ts';
import { keepOneActive } from './keepOneActive.ts';
import { leaveUnchosen } from './leaveUnchosen.ts';

/** Others that may choose in between before it is given up. */
const TRIES = 20;

const noSession = (): ParleyError =>
  new ParleyError('not_found', 'session', 'sessionId: there is no such session.');

/** The user's own session of this id; somebody else's doesn't exist for them. */
async function own({ store }: Deps, id: string, userId: string): Promise<Loaded> {
  const loaded = await store.sessions.load(id);
  if (loaded?.state.userId !== userId || loaded.state.removed) throw noSession();
  return loaded;
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

/** The session that is the user's active one from here on, and whether it was made so now. */
interface Chosen {
  readonly id: string;
  readonly isNew: boolean;
  /** As it was then, where that is known. */
  readonly known?: Loaded | undefined;
}

/** Chooses the user's active session: from here on all who open without an id go on with it. */
async function choose(deps: Deps, request: OpenRequest): Promise<Chosen> {
  const { frame, user, at } = request;
  const { users } = deps.store;
  const known = frame.sessionId === undefined ? undefined : await own(deps, frame.sessionId, user.id);
  const named = frame.sessionId ?? (frame.new ? frame.id : undefined);
  for (let tried = 0; tried < TRIES; tried++) {
    const last = await users.active(user.id);
    const { sessionId } = last;
    if (named !== undefined) {
      const isNew = sessionId !== named;
      if (isNew) await users.activate(user.id, named, at);
      return { id: named, isNew, known };
    }
    if (sessionId !== undefined && (await goesOn(deps, request, last)))
      return { id: sessionId, isNew: false };
    if (await users.activate(user.id, frame.id, at, last)) return { id: frame.id, isNew: true };
  }
  throw new StoreUnavailable('open session', new Error(`${TRIES} others chose in between`));
}

/**
 * Opens the chosen session; one without a name in the request is made, if nobody has. Who chose it changes it in any
 * case: whoever is about to put it away, because of the choice before, then finds it changed.
 */
async function open(
  deps: Deps,
  { id, isNew, known }: Chosen,
  { frame, user, at }: OpenRequest,
): Promise<SessionState> {
  const { store, models, continuityMs } = deps;
  const until = presentUntil(at, continuityMs);
  const again = () =>
    changeSession(
      deps,
      id,
      (session) => {
        if (session.userId !== user.id) return undefined;
        return reopen(session, at, until) ?? (isNew ? { session, entries: [], frames: [] } : undefined);
      },
      known,
    );
  let session = (await again())?.session;
  if (!session && frame.sessionId === undefined) {
    const fresh = { ...createSession(id, user.id, models.first, at), presentUntil: until };
    const { created, loaded } = await store.sessions.create(fresh);
    session = created ? loaded.state : (await again())?.session;
  }
  if (session?.userId === user.id) return session;
  await leaveUnchosen(deps, user.id, id);
  throw noSession();
}

/** Somebody else's session that an admin asks for: it stays as it is. */
async function foreign({ store }: Deps, { frame, user }: OpenRequest): Promise<SessionState | undefined> {
  if (frame.sessionId === undefined || !isAdmin(user)) return undefined;
  const session = (await store.sessions.load(frame.sessionId))?.state;
  return session?.userId === user.id || session?.removed ? undefined : session;
}

/**
 * Finds or makes the session that a user's `session.open` means, makes it the active one and puts the others away. It
 * is chosen first and opened then, each of which may be repeated, so whoever races and whoever dies, the last choice
 * is the only active session in the end. Somebody else's session that an admin names is only read.
 * @throws ParleyError not_found/session
 */
export async function openSession(deps: Deps, request: OpenRequest): Promise<SessionState> {
  const { user, at } = request;
  const others = await foreign(deps, request);
  if (others) return others;
  const chosen = await choose(deps, request);
  const session = await open(deps, chosen, request);
  const now = await keepOneActive(deps, session, at);
  return now === chosen.id ? session : (await own(deps, chosen.id, user.id)).state;
}

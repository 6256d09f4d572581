import type { Deps } from '../deps.ts';

/** Leaves the user without an active session if it is this one: it is gone, or about to go. May be repeated. */
export async function leaveUnchosen(
  { store }: Pick<Deps, 'store'>,
  userId: string,
  sessionId: string,
): Promise<void> {
  const last = await store.users.active(userId);
  if (last.sessionId === sessionId) await store.users.deactivate(userId, last);
}

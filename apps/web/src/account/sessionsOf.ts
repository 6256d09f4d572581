import type { SessionState } from '@parley/conversation';
import type { Store } from '@parley/store';

/** Sessions that are in memory at a time. */
const PAGE = 50;

/** Every session of a user, newest activity first, read as they are asked for; `whole`: fails when one can't be opened. */
export async function* sessionsOf(
  { sessions }: Pick<Store, 'sessions'>,
  userId: string,
  whole = false,
): AsyncGenerator<SessionState> {
  let cursor: string | undefined;
  do {
    const page = await sessions.listByUser({ userId, limit: PAGE, cursor, whole });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

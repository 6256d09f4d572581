import type { Entry, SessionState } from '@parley/conversation';
import { ParleyError } from '@parley/protocol';
import type { Entries } from '@parley/store';

/** Entries that are in memory at a time. */
const PAGE = 50;

/**
 * The entries of a session as it was loaded, ascending by `seq`, read as they are asked for.
 * @throws ParleyError not_found/session when it is deleted meanwhile: what was read is not the whole; SealedDataError when
 *   one can't be opened
 */
export async function* entriesOf(
  entries: Pick<Entries, 'wholeBefore'>,
  { id, seq }: Pick<SessionState, 'id' | 'seq'>,
): AsyncGenerator<Entry> {
  for (let after = 0; after < seq; after += PAGE) {
    const last = Math.min(after + PAGE, seq);
    const page = await entries.wholeBefore(id, last + 1, last - after);
    if (page.entries.length < last - after) {
      throw new ParleyError('not_found', 'session', 'sessionId: there is no such session any more.');
    }
    yield* page.entries;
  }
}

import { MAX_QUERY, ParleyError } from '@parley/protocol';
import { checkLimit } from '../checkLimit.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import { listReader, type PlacedDocument } from '../sessions/listReader.ts';
import type { ListQuery } from '../sessions/listSessions.ts';
import type { SessionPlace } from '../sessions/SessionCursor.ts';
import { walkSessions } from '../sessions/walkSessions.ts';
import { matchSessions, type FoundSession } from './matchSessions.ts';
import { isEmpty, toQuery } from './Query.ts';

export interface SearchQuery extends ListQuery {
  /** Words, all of which a name or a message must have: at most 200 UTF-16 units. */
  readonly text: string;
}

/** A page of what was found; `nextCursor` is there when more follow. */
export interface SearchPage {
  readonly items: readonly Pick<FoundSession, 'session' | 'match'>[];
  readonly nextCursor?: string;
}

export type Search = (query: SearchQuery) => Promise<SearchPage>;

const MAX_LIMIT = 200;
/** Sessions that are looked through at once: the first time just those of a page, then more and more. */
const MOST_AT_ONCE = 500;

/**
 * Searches a user's sessions: those come that have every word of the text in their name or in one of their messages,
 * newest activity first, each once, with the newest such message. Words are compared in their normal form (`normalise`).
 * The text of a page of punctuation or emoji finds nothing. Pages as those of `listByUser`.
 * @throws ParleyError `validation` when the text is too long, or no page gave the cursor
 */
export const searchSessions =
  (context: StoreContext): Search =>
  async ({ text, limit, cursor, ...listed }) => {
    checkLimit(limit, MAX_LIMIT);
    if (text.length > MAX_QUERY) {
      throw new ParleyError('validation', 'too_long', `text: must be at most ${MAX_QUERY} characters.`);
    }
    const query = toQuery(text);
    if (isEmpty(query)) return { items: [] };
    const list = listReader<SessionDocument>(context, listed, {});

    async function matching(
      placed: readonly PlacedDocument<SessionDocument>[],
      most: number,
    ): Promise<FoundSession[]> {
      if (placed.length === 0) return [];
      const key = await context.keys.ofUser(listed.userId);
      try {
        return await matchSessions(context, placed, query, key, most);
      } catch (error) {
        // Without the user's key nothing can be looked for; lists leave the sessions out, too.
        if (!(error instanceof SealedDataError)) throw error;
        context.unreadable(error);
        return [];
      }
    }

    async function behind(place: SessionPlace | undefined, most: number): Promise<FoundSession[]> {
      const found: FoundSession[] = [];
      for (let [from, size] = [place, most]; ; size = Math.min(size * 2, MOST_AT_ONCE)) {
        const placed = await list.behind(from, size);
        found.push(...(await matching(placed, most - found.length)));
        from = placed.at(-1);
        if (found.length === most || placed.length < size) return found;
      }
    }

    const activeSince = async (since: number) => matching(await list.activeSince(since), Infinity);
    const { items, ...more } = await walkSessions({ behind, activeSince }, limit, cursor);
    return { items: items.map(({ session, match }) => ({ session, ...(match && { match }) })), ...more };
  };

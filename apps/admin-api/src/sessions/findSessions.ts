import type { SessionState } from '@parley/conversation';
import type { FleetFilter, SessionPage, Store } from '@parley/store';
import type { Asked } from './SessionsQuery.ts';

const is = <T>(asked: T | undefined, there: T): boolean => asked === undefined || asked === there;

/** Whether a session is one of those; of its user it is. */
const isAsked = (
  { from = 0, to = Infinity, state, handling, assisted, model }: FleetFilter,
  session: SessionState,
): boolean =>
  session.createdAt >= from &&
  session.createdAt < to &&
  is(state, session.state) &&
  is(handling, session.handling) &&
  is(assisted, session.adminAssisted) &&
  is(model, session.model);

/** A page of what a search finds, as far as it matches the filters. */
async function search(
  { search }: Pick<Store, 'search'>,
  { userId, text }: NonNullable<Asked['search']>,
  { limit, cursor, ...filter }: Asked,
): Promise<SessionPage> {
  const items: SessionState[] = [];
  for (let next = cursor; ;) {
    const found = await search({ userId, text, limit: limit - items.length, cursor: next });
    items.push(...found.items.map(({ session }) => session).filter((session) => isAsked(filter, session)));
    next = found.nextCursor;
    if (next === undefined) return { items };
    if (items.length === limit) return { items, nextCursor: next };
  }
}

/** A page of the sessions that are asked for. */
export const findSessions = (store: Pick<Store, 'search' | 'fleet'>, asked: Asked): Promise<SessionPage> =>
  asked.search ? search(store, asked.search, asked) : store.fleet.list(asked);

/** All sessions that are asked for, read as they are needed. */
export async function* findAll(
  store: Pick<Store, 'search' | 'fleet'>,
  asked: Asked,
): AsyncGenerator<SessionState> {
  if (!asked.search) return yield* store.fleet.all(asked);
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await findSessions(store, { ...asked, cursor });
    yield* items;
    if (nextCursor === undefined) return;
    cursor = nextCursor;
  }
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSession, type SessionState } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { FLEET_SORTS, type FleetFilter, type FleetOrder, type Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';

let database: TestDatabase;
let store: Store;
let client: MongoClient;
beforeAll(async () => {
  database = await databaseForTests();
  store = await openTestStore(database);
  client = new MongoClient(database.url);
});
afterAll(async () => {
  await client?.close();
  await store?.close();
  await database?.stop();
});

const BEGAN = 1_700_000_000_000;
const USERS = ['anna', 'ben', 'zoë', '字', '😀', '\u{ffee}'];
const MODELS = ['demo', 'quick'];
const near = () => fc.integer({ min: BEGAN, max: BEGAN + 20 });

/** Sessions that have much in common, so that every filter has matches and every sort has ties. */
const anySession = (): fc.Arbitrary<SessionState> =>
  fc
    .record({
      userId: fc.constantFrom(...USERS),
      state: fc.constantFrom('active', 'idle', 'ended'),
      handling: fc.constantFrom('ai', 'requested', 'human'),
      adminAssisted: fc.boolean(),
      model: fc.constantFrom(...MODELS),
      createdAt: near(),
      lasted: fc.nat(5),
      ended: fc.option(fc.nat(5)),
    })
    .map(({ userId, model, createdAt, lasted, ended, ...more }) => ({
      ...createSession(randomUUID(), userId, model, createdAt),
      ...more,
      lastActivityAt: createdAt + lasted,
      ...(ended !== null && { endedAt: createdAt + lasted + ended }),
    }));
const anyFleet = () => fc.array(anySession(), { maxLength: 25 });

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyFilter = (): fc.Arbitrary<FleetFilter> =>
  fc.record({
    userId: maybe(fc.constantFrom(...USERS)),
    from: maybe(near()),
    to: maybe(near()),
    state: maybe(fc.constantFrom('active', 'idle', 'ended')),
    handling: maybe(fc.constantFrom('ai', 'requested', 'human')),
    assisted: maybe(fc.boolean()),
    model: maybe(fc.constantFrom(...MODELS)),
  });
const anyOrder = () =>
  fc.record({ sort: fc.constantFrom(...FLEET_SORTS), order: fc.constantFrom('asc', 'desc') });

const matches = (session: SessionState, filter: FleetFilter): boolean =>
  (filter.userId === undefined || session.userId === filter.userId) &&
  (filter.from === undefined || session.createdAt >= filter.from) &&
  (filter.to === undefined || session.createdAt < filter.to) &&
  (filter.state === undefined || session.state === filter.state) &&
  (filter.handling === undefined || session.handling === filter.handling) &&
  (filter.assisted === undefined || session.adminAssisted === filter.assisted) &&
  (filter.model === undefined || session.model === filter.model);

const lasted = ({ createdAt, lastActivityAt, endedAt }: SessionState) =>
  (endedAt ?? lastActivityAt) - createdAt;

/** Ascending, by the bytes of a user's id, those of the same value by falling id. */
function compare(sort: FleetOrder['sort'], a: SessionState, b: SessionState): number {
  const byId = a.id < b.id ? 1 : -1;
  if (sort === 'userId') return Buffer.compare(Buffer.from(a.userId), Buffer.from(b.userId)) || byId;
  if (sort === 'durationMs') return lasted(a) - lasted(b) || byId;
  return a[sort] - b[sort] || byId;
}

const sorted = (fleet: readonly SessionState[], { sort, order }: Pick<FleetOrder, 'sort' | 'order'>) =>
  fleet.toSorted((a, b) => (order === 'asc' ? compare(sort, a, b) : compare(sort, b, a)));

/** The ids of a whole walk; `meanwhile` happens behind each page. */
async function walk(
  query: FleetOrder,
  limit: number,
  meanwhile: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  for (let [cursor, page]: [string | undefined, number] = [undefined, 0]; ; page++) {
    const { items, nextCursor }: Awaited<ReturnType<Store['fleet']['list']>> = await store.fleet.list({
      ...query,
      limit,
      cursor,
    });
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === undefined) return ids;
    cursor = nextCursor;
    await meanwhile(page);
  }
}

/** The store with these sessions and no others. */
async function withFleet(fleet: readonly SessionState[], work: () => Promise<void>): Promise<void> {
  await client.db(database.name).collection('sessions').deleteMany({});
  await Promise.all(fleet.map((session) => store.sessions.create(session)));
  await work();
}

describe('the list of all sessions', () => {
  test('[P59] each combination of filters gives exactly the sessions that match, in any order and size of page', async () => {
    const anyQuery = fc.record({
      filter: anyFilter(),
      by: anyOrder(),
      limit: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyFleet(),
        fc.array(anyQuery, { minLength: 5, maxLength: 5 }),
        async (fleet, queries) => {
          await withFleet(fleet, async () => {
            for (const { filter, by, limit } of queries) {
              const matching = fleet.filter((session) => matches(session, filter));
              const expected = sorted(matching, by).map(({ id }) => id);
              expect(await walk({ ...filter, ...by }, limit)).toEqual(expected);
              const all: string[] = [];
              for await (const { id } of store.fleet.all({ ...filter, ...by })) all.push(id);
              expect(all).toEqual(expected);
            }
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('[P60] whatever is used while it is read, each session that was there comes once, in every order', async () => {
    const anyUse = fc.record({
      session: fc.nat(24),
      page: fc.nat(6),
      after: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        anyFleet(),
        fc.array(anyUse, { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        anyOrder(),
        async (fleet, uses, limit, { sort, order }) => {
          await withFleet(fleet, async () => {
            const use = async (page: number) => {
              for (const { session, after } of uses.filter((each) => each.page === page)) {
                const id = fleet[session]?.id;
                if (id === undefined) continue;
                await store.sessions.change(id, (state) => {
                  const at = Math.max(state.lastActivityAt, state.endedAt ?? 0) + after;
                  const { endedAt: _endedAt, ...open } = state;
                  const used = { ...open, lastActivityAt: at };
                  return { change: { session: used, entries: [] }, result: undefined };
                });
              }
              // What comes new meanwhile may come or not, but not twice.
              if (page < 3)
                await store.sessions.create(createSession(randomUUID(), 'new', 'demo', Date.now()));
            };
            const ids = await walk({ sort, order }, limit, use);
            expect(new Set(ids).size).toBe(ids.length);
            expect(ids).toEqual(expect.arrayContaining(fleet.map(({ id }) => id)));
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('[P60] a cursor of another order, or of no page, is refused', async () => {
    const fleet = fc.sample(anySession(), 3);
    await withFleet(fleet, async () => {
      const { nextCursor } = await store.fleet.list({ sort: 'createdAt', order: 'desc', limit: 1 });
      const refused = { category: 'validation', code: 'invalid_field' };
      for (const query of [
        { sort: 'createdAt', order: 'asc', cursor: nextCursor },
        { sort: 'userId', order: 'desc', cursor: nextCursor },
        { sort: 'createdAt', order: 'desc', cursor: 'nonsense' },
        { sort: 'createdAt', order: 'desc', cursor: Buffer.from('[1]').toString('base64url') },
      ] as const)
        await expect(store.fleet.list({ ...query, limit: 1 })).rejects.toMatchObject(refused);
    });
  });
});

describe('the fleet now', () => {
  test('[P59] says how many are active, wait and are held, and lists those first', async () => {
    await fc.assert(
      fc.asyncProperty(anyFleet(), async (fleet) => {
        await withFleet(fleet, async () => {
          const count = (filter: FleetFilter) => fleet.filter((each) => matches(each, filter)).length;
          expect(await store.fleet.now()).toEqual({
            active: count({ state: 'active' }),
            waiting: count({ handling: 'requested' }),
            held: count({ handling: 'human' }),
          });
          const live = await store.fleet.live(1000);
          const expected = fleet.filter(({ state, handling }) => state === 'active' || handling !== 'ai');
          expect(new Set(live.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
          const people = live.findLastIndex(({ handling }) => handling !== 'ai');
          expect(live.slice(0, people + 1).every(({ handling }) => handling !== 'ai')).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });
});

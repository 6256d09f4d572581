import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Session } from '@parley/protocol';
import * as fc from 'fast-check';
import { csvCell } from '../src/export/csvCell.ts';
import { pathOf } from './support/pathOf.ts';
import { seed } from './support/seed.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

interface Page {
  items: Session[];
  nextCursor: string | null;
}

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

/** The ids of all pages. */
async function walk(query: Record<string, string | number | undefined>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await admin.json<Page>(pathOf({ ...query, cursor }));
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
  }
}

describe('GET /admin/api/sessions', () => {
  test('[P59] gives exactly what matches, by every filter together with words that were said', async () => {
    const began = Date.UTC(2026, 0, 1);
    const users = ['text anna', 'text ben'];
    const words = ['apple', 'pear', 'plum'];
    const fleet: { id: string; userId: string; said: string[]; n: number }[] = [];
    for (let n = 0; n < 24; n++) {
      const userId = users[n % 2] ?? '';
      const said = words.filter((_, at) => (n >> at) % 2 === 1);
      const createdAt = began + n * 60_000;
      const more = {
        createdAt,
        lastActivityAt: createdAt,
        state: n % 3 === 0 ? 'active' : 'ended',
        handling: n % 4 === 0 ? 'requested' : 'ai',
        adminAssisted: n % 5 === 0,
        model: n % 7 === 0 ? 'quick' : 'demo',
      } as const;
      const id = await seed(admin.store, userId, said.length > 0 ? [said.join(' ')] : [], more);
      fleet.push({ id, userId, said, n });
    }
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const anyQuery = fc.record({
      userId: fc.constantFrom(...users),
      text: maybe(fc.subarray(words, { minLength: 1 })),
      from: maybe(fc.nat(24)),
      to: maybe(fc.nat(24)),
      state: maybe(fc.constantFrom('active', 'ended')),
      handling: maybe(fc.constantFrom('requested', 'ai')),
      assisted: maybe(fc.boolean()),
      model: maybe(fc.constantFrom('quick', 'demo')),
      limit: fc.integer({ min: 1, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ text, from, to, assisted, ...query }) => {
        const expected = fleet.filter(
          ({ userId, said, n }) =>
            userId === query.userId &&
            (text ?? []).every((word) => said.includes(word)) &&
            n >= (from ?? 0) &&
            n < (to ?? Infinity) &&
            (query.state === undefined || (query.state === 'active') === (n % 3 === 0)) &&
            (query.handling === undefined || (query.handling === 'requested') === (n % 4 === 0)) &&
            (assisted === undefined || assisted === (n % 5 === 0)) &&
            (query.model === undefined || (query.model === 'quick') === (n % 7 === 0)),
        );
        const at = (n: number | undefined) =>
          n === undefined ? undefined : new Date(began + n * 60_000).toISOString();
        const asked = {
          ...query,
          text: text?.join(' '),
          from: at(from),
          to: at(to),
          assisted: assisted?.toString(),
        };
        const ids = expected.map(({ id }) => id).reverse();
        expect(await walk(asked)).toEqual(ids);
        const csv = await (
          await admin.get(pathOf({ ...asked, limit: undefined }, '/admin/api/sessions.csv'))
        ).text();
        const rows = csv.trim().split('\r\n').slice(1);
        expect(rows.map((row) => row.slice(1, 37))).toEqual(ids);
      }),
      { numRuns: 100 },
    );
  });

  test('[P59] days count as their beginning, and a wrong filter is named with its rule', async () => {
    const id = await seed(admin.store, 'of a day', [], { createdAt: Date.UTC(2020, 5, 1) });
    expect(await walk({ userId: 'of a day', from: '2020-06-01', to: '2020-06-02' })).toEqual([id]);
    expect(await walk({ userId: 'of a day', to: '2020-06-01' })).toEqual([]);
    for (const [query, field] of [
      [{ text: 'apple' }, 'text'],
      [{ text: 'apple', userId: 'x', sort: 'createdAt' }, 'sort'],
      [{ text: 'apple', userId: 'x', order: 'asc' }, 'sort'],
      [{ state: 'gone' }, 'state'],
      [{ handling: 'x' }, 'handling'],
      [{ assisted: 'yes' }, 'assisted'],
      [{ from: 'yesterday' }, 'from'],
      [{ sort: 'name' }, 'sort'],
      [{ limit: 201 }, 'limit'],
      [{ cursor: 'x' }, 'cursor'],
    ] as const) {
      const response = await admin.get(pathOf(query));
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error.code).toBe('invalid_field');
      expect(error.message).toContain(field);
    }
  });

  test('[P59] a call for help is told with its session', async () => {
    const help = {
      id: randomUUID(),
      state: 'requested',
      by: 'user',
      requestedAt: 5,
      rounds: 0,
      reason: 'lost',
    };
    const more = { handling: 'requested', help } as const;
    await seed(admin.store, 'helpless', [], more as never);
    const { items } = await admin.json<Page>(pathOf({ userId: 'helpless' }));
    expect(items[0]?.help).toEqual({
      state: 'requested',
      by: 'user',
      reason: 'lost',
      requestedAt: '1970-01-01T00:00:00.005Z',
    });
  });
});

describe('GET /admin/api/sessions.csv', () => {
  test('[P59] what a user named a session never runs as a formula, and reads back as it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', ' =1', '"')),
        (text) => {
          const cell = csvCell(text);
          expect(cell).toMatch(/^"[^]*"$/u);
          const read = cell.slice(1, -1).replaceAll('""', '"');
          expect([text, `'${text}`]).toContain(read);
          expect(read).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/u);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('[P56] leaves a word in the audit log', async () => {
    expect((await admin.get('/admin/api/sessions.csv?userId=anna')).headers.get('content-type')).toContain(
      'text/csv',
    );
    const [last] = await admin.store.audit.list({ limit: 1, what: 'sessions.exported' });
    expect(last).toMatchObject({ who: 'somebody admin', target: 'anna', where: '127.0.0.1' });
  });

  test('[P56] puts on record which were taken, and never the words that were looked for', async () => {
    await admin.get('/admin/api/sessions.csv?userId=anna&text=secret&handling=ai&from=2026-01-01');
    const [last] = await admin.store.audit.list({ limit: 1, what: 'sessions.exported' });
    expect(last?.after).toEqual({
      handling: 'ai',
      from: '2026-01-01T00:00:00.000Z',
      text: true,
      sort: 'lastActivityAt',
      order: 'desc',
    });
    expect(JSON.stringify(last)).not.toContain('secret');
  });
});

describe('GET /admin/api/users/:id/sessions', () => {
  test('[P56] is put on record like a search, and no word of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('list', 'filter', 'search'), { minLength: 1, maxLength: 6 }),
        async (ways) => {
          const userId = randomUUID();
          const paths = {
            list: `/admin/api/users/${userId}/sessions`,
            filter: pathOf({ userId, state: 'idle' }),
            search: pathOf({ userId, text: `secret ${ways.length}` }),
          };
          for (const way of ways) expect((await admin.get(paths[way])).status).toBe(200);
          const kept = await admin.store.audit.list({ limit: 20, target: userId });
          expect(new Set(kept.map(({ what }) => what))).toEqual(new Set(['sessions.searched']));
          const isOf = (way: string) => way === 'search';
          expect(new Set(kept.map(({ after }) => after?.['text']))).toEqual(new Set(ways.map(isOf)));
          expect(kept.length).toBeLessThanOrEqual(2 * new Set(ways.map(isOf)).size);
          expect(JSON.stringify(kept)).not.toContain('secret');
        },
      ),
    );
  });

  test('[P17] has all sessions of a user, whatever the user is called', async () => {
    for (const userId of ['a/b', 'ä'.repeat(200), '%2e', '*', 'a b?c#d']) {
      const ids = [await seed(admin.store, userId, []), await seed(admin.store, userId, [])];
      const { items } = await admin.json<Page>(`/admin/api/users/${encodeURIComponent(userId)}/sessions`);
      expect(new Set(items.map(({ id }) => id))).toEqual(new Set(ids));
    }
  });
});

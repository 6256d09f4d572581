import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message, Session } from '@parley/protocol';
import { anyMessageText } from '@parley/testing';
import { array, assert, asyncProperty, constantFrom, integer, nat } from 'fast-check';
import { seed, use } from './support/seed.ts';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(() => web?.stop());

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** All pages of a list, by following `nextCursor`; `name` is the query that it goes into. */
async function pages<T>(path: string, limit: number, name: string, userId: string): Promise<T[][]> {
  const found: T[][] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&${name}=${encodeURIComponent(cursor)}`;
    const response = await web.get(`${path}?limit=${limit}${more}`, userId);
    expect(response.status).toBe(200);
    const page = (await response.json()) as Page<T>;
    found.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

describe('GET /api/sessions/:id/messages', () => {
  test('[P16] history comes back whole and in order, for any page size', async () => {
    const texts = Array.from({ length: 23 }, (_, at) => `text ${at + 1}`);
    const id = await seed(web.store, 'reader', texts);
    await assert(
      asyncProperty(integer({ min: 1, max: 30 }), async (limit) => {
        const by = limit % 2 === 0 ? 'before' : 'cursor';
        const found = await pages<Message>(`/api/sessions/${id}/messages`, limit, by, 'reader');
        expect(found.every((page) => page.length <= limit)).toBe(true);
        expect(
          found
            .reverse()
            .flat()
            .map(({ seq, text }) => [seq, text]),
        ).toEqual(texts.map((text, at) => [at + 1, text]));
      }),
      { numRuns: 100 },
    );
  });

  test('[P16] any place and size give exactly the newest below that place', async () => {
    const id = await seed(
      web.store,
      'reader',
      Array.from({ length: 12 }, (_, at) => `${at + 1}`),
    );
    await assert(
      asyncProperty(integer({ min: 1, max: 20 }), integer({ min: 1, max: 200 }), async (before, limit) => {
        const response = await web.get(
          `/api/sessions/${id}/messages?before=${before}&limit=${limit}`,
          'reader',
        );
        const { items } = (await response.json()) as Page<Message>;
        const below = Array.from({ length: 12 }, (_, at) => at + 1).filter((seq) => seq < before);
        expect(items.map(({ seq }) => seq)).toEqual(below.slice(-limit));
      }),
      { numRuns: 100 },
    );
  });

  test('texts come back as they were stored, whatever they hold', async () => {
    await assert(
      asyncProperty(array(anyMessageText(), { minLength: 1, maxLength: 3 }), async (texts) => {
        const id = await seed(web.store, 'reader', texts);
        const stored = await web.store.entries.newest(id, 10);
        const response = await web.get(`/api/sessions/${id}/messages`, 'reader');
        const { items } = (await response.json()) as Page<Message>;
        expect(items.map(({ text }) => text)).toEqual(stored.entries.map(({ text }) => text));
      }),
      { numRuns: 30 },
    );
  });

  test('a page that is not one is refused by the name of its field', async () => {
    const id = await seed(web.store, 'reader', ['a']);
    await assert(
      asyncProperty(
        constantFrom('limit=0', 'limit=201', 'limit=x', 'before=0', 'before=-1', 'before=1.5', 'cursor=zz'),
        async (query) => {
          const response = await web.get(`/api/sessions/${id}/messages?${query}`, 'reader');
          expect(response.status).toBe(400);
          const { error } = (await response.json()) as { error: { code: string; message: string } };
          expect(error).toMatchObject({ category: 'validation', code: 'invalid_field' });
          expect(error.message).toContain(query.split('=')[0]);
        },
      ),
    );
  });
});

describe('GET /api/sessions', () => {
  test('[P46] is ordered by last activity, and pages neither skip nor repeat', async () => {
    await assert(
      asyncProperty(array(nat(5), { maxLength: 8 }), integer({ min: 1, max: 10 }), async (moments, limit) => {
        const userId = `lister ${randomUUID()}`;
        const ids: string[] = [];
        for (const at of moments) ids.push(await seed(web.store, userId, [], 1_700_000_000_000 + at));
        const found = (await pages<Session>('/api/sessions', limit, 'cursor', userId)).flat();
        expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
        const times = found.map(({ lastActivityAt }) => lastActivityAt);
        expect(times).toEqual([...times].sort().reverse());
      }),
      { numRuns: 100 },
    );
  });

  test('[P46] whatever is used between the pages, each session that was there comes exactly once', async () => {
    const uses = array(array(nat(5), { maxLength: 2 }), { maxLength: 6 });
    await assert(
      asyncProperty(integer({ min: 1, max: 3 }), uses, async (limit, uses) => {
        const userId = `restless ${randomUUID()}`;
        const ids: string[] = [];
        for (let at = 0; at < 6; at++) ids.push(await seed(web.store, userId, [], 1_700_000_000_000 + at));
        const found: string[] = [];
        let moment = 1_800_000_000_000;
        let cursor: string | null = '';
        for (const used of [...uses, ...ids.map((): number[] => [])]) {
          const path: string = `/api/sessions?limit=${limit}${cursor && `&cursor=${cursor}`}`;
          const page = (await (await web.get(path, userId)).json()) as Page<Session>;
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
          if (cursor === null) break;
          for (const which of used) await use(web.store, ids[which] ?? '', ++moment);
        }
        expect(cursor).toBeNull();
        expect(found.sort()).toEqual(ids.sort());
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  test('[P50] each row has name, time, message count and what else is told of a session', async () => {
    const userId = `rows ${randomUUID()}`;
    const id = await seed(web.store, userId, ['first words', 'more'], 1_700_000_000_000);
    const { items } = (await (await web.get('/api/sessions', userId)).json()) as Page<Session>;
    expect(items).toEqual([
      expect.objectContaining({
        id,
        name: 'first words',
        lastActivityAt: new Date(1_700_000_000_001).toISOString(),
        messageCount: 2,
        adminAssisted: false,
        archived: false,
      }),
    ]);
    const one = await web.get(`/api/sessions/${id}`, userId);
    expect(await one.json()).toEqual({ session: items[0] });
  });

  test.each(['archived=yes', 'archived=', 'archived=TRUE', 'limit=0', 'limit=201', 'limit=ten', 'cursor='])(
    'refuses %s by the name of the field',
    async (query) => {
      const response = await web.get(`/api/sessions?${query}`, 'reader');
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(error).toMatchObject({ category: 'validation', code: 'invalid_field' });
      expect(error.message).toContain(`${query.split('=')[0]}: `);
    },
  );

  test('an id in upper case is refused by its name and rule, rather than not found', async () => {
    const id = (await seed(web.store, 'reader', ['one'])).toUpperCase();
    for (const path of [id, `${id}/messages`, `${id}/export`]) {
      const response = await web.get(`/api/sessions/${path}`, 'reader');
      expect(response.status).toBe(400);
      expect(JSON.stringify(await response.json())).toContain('id: must be a UUID in lower case');
    }
  });

  test('a cursor that no page gave is refused', async () => {
    const response = await web.get('/api/sessions?cursor=nonsense', 'reader');
    expect(response.status).toBe(400);
  });
});

describe('whose a session is', () => {
  test('[P3] another user’s is not there, as one that never was', async () => {
    const id = await seed(web.store, 'owner', ['secret']);
    for (const path of [
      `/api/sessions/${id}`,
      `/api/sessions/${id}/messages`,
      `/api/sessions/${randomUUID()}`,
    ]) {
      const response = await web.get(path, 'somebody else');
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { category: 'not_found', code: 'session' } });
    }
    const own = await web.get(`/api/sessions/${id}`, 'owner');
    expect(await own.json()).toMatchObject({
      session: { id, userId: 'owner', name: 'secret', messageCount: 1 },
    });
    expect(await (await web.get('/api/sessions', 'somebody else')).json()).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  test('without a token nothing is told', async () => {
    for (const path of [
      '/api/sessions',
      `/api/sessions/${randomUUID()}`,
      `/api/sessions/${randomUUID()}/messages`,
    ]) {
      const response = await web.get(path);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { category: 'auth', code: 'token_missing' } });
    }
  });
});

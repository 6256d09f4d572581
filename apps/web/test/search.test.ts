import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Session, WireError } from '@parley/protocol';
import { use } from './support/seed.ts';
import { seedEntries } from './support/seedEntries.ts';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

let web: RunningWeb;
beforeAll(async () => {
  web = await startWeb();
});
afterAll(() => web?.stop());

interface Found extends Session {
  readonly match?: { messageId: string; seq: number; passage: string; ranges: [number, number][] };
}
interface Page {
  readonly items: Found[];
  readonly nextCursor: string | null;
}

const someone = (): string => `searcher ${randomUUID()}`;
async function page(userId: string, query: Record<string, string>): Promise<Page> {
  const response = await web.get(`/api/sessions?${new URLSearchParams(query)}`, userId);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

describe('GET /api/sessions?q=', () => {
  test.each([
    ['The Garden of forking paths', 'gärden PATHS', ['Garden', 'paths']],
    ['Съешь ещё этих мягких булок', 'еще булок', ['ещё', 'булок']],
    ['今日は東京へ行きます', '東京', ['東京']],
    ['شكرا جزيلا على المساعدة', 'جزيلا', ['جزيلا']],
  ])('finds in %j what was asked for as %j, and shows where', async (text, q, words) => {
    const user = someone();
    const id = await seedEntries(web.store, user, 'Named otherwise', [
      { sender: 'user', text: 'something else' },
      { sender: 'assistant', text },
    ]);
    await seedEntries(web.store, user, 'Another one', [{ sender: 'user', text: 'something else' }]);
    await seedEntries(web.store, someone(), 'Not theirs', [{ sender: 'user', text }]);
    const { items, nextCursor } = await page(user, { q });
    expect(nextCursor).toBeNull();
    expect(items.map((item) => item.id)).toEqual([id]);
    const { seq, passage = '', ranges = [] } = items[0]?.match ?? {};
    expect(seq).toBe(2);
    expect(ranges.map(([from, to]) => passage.slice(from, to))).toEqual(words);
  });

  test('a session that is found by its name has no passage; one that was put away comes when asked for', async () => {
    const user = someone();
    const id = await seedEntries(web.store, user, 'Holiday plans', []);
    expect((await page(user, { q: 'holiday' })).items).toEqual([
      expect.not.objectContaining({ match: expect.anything() }),
    ]);
    await web.store.sessions.change(id, (state) => ({
      change: { session: { ...state, archived: true }, entries: [] },
      result: undefined,
    }));
    const found = async (archived: string) => (await page(user, { q: 'holiday', archived })).items.length;
    expect([await found('false'), await found('true'), await found('all')]).toEqual([0, 1, 1]);
  });

  test('[P46] what is used between two pages comes once all the same, and nothing else twice or never', async () => {
    const user = someone();
    const ids: string[] = [];
    for (let at = 0; at < 6; at++) {
      const said = [{ sender: 'user', text: 'wanted' } as const];
      ids.push(await seedEntries(web.store, user, '', said, 1_700_000_000_000 + at));
    }
    const first = await page(user, { q: 'wanted', limit: '2' });
    for (const which of [0, 5]) await use(web.store, ids[which] ?? '', 1_800_000_000_000, 'unrelated');
    const second = await page(user, { q: 'wanted', limit: '2', cursor: first.nextCursor ?? '' });
    const third = await page(user, { q: 'wanted', limit: '2', cursor: second.nextCursor ?? '' });
    const found = [first, second, third].map(({ items }) => items.map(({ id }) => ids.indexOf(id)));
    expect(found).toEqual([
      [5, 4],
      [0, 3],
      [2, 1],
    ]);
    expect(third.nextCursor).toBeNull();
  });

  test('what has no words finds nothing, and no words at all are the whole list', async () => {
    const user = someone();
    await seedEntries(web.store, user, 'Here', []);
    for (const q of ['???', '🧭', '…']) expect((await page(user, { q })).items).toEqual([]);
    for (const q of ['', '  ']) expect((await page(user, { q })).items).toHaveLength(1);
  });

  test('a search that is too long is refused by the name of the field', async () => {
    const response = await web.get(`/api/sessions?q=${'x'.repeat(201)}`, someone());
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: WireError };
    expect(error).toMatchObject({ category: 'validation', code: 'invalid_field' });
    expect(error.message).toBe('q: must be at most 200 characters');
  });
});

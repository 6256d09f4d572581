import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BegunCall } from '@parley/store';
import * as fc from 'fast-check';
import { anyCalls, type Entered, enterCalls, expectCost, recounted } from './support/ledger.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

const DAY_MS = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();
/** Each run has days of its own. */
let began = Date.UTC(2001, 0, 1);
const KEYS = {
  model: ({ model }: BegunCall) => model,
  user: ({ userId }: BegunCall) => userId,
  day: ({ startedAt }: BegunCall) => iso(startedAt).slice(0, 10),
} as const;

interface UsagePage {
  readonly items: (ReturnType<typeof recounted> & { key: string })[];
  readonly total: ReturnType<typeof recounted>;
  readonly nextCursor: string | null;
}

/** All pages of two. */
async function walkUsage(query: string): Promise<UsagePage> {
  const items: UsagePage['items'] = [];
  for (let cursor = ''; ;) {
    const page = await admin.json<UsagePage>(`/admin/api/usage?${query}&limit=2${cursor}`);
    items.push(...page.items);
    if (page.nextCursor === null) return { ...page, items };
    cursor = `&cursor=${page.nextCursor}`;
  }
}

function expectUsage(
  { items, total }: UsagePage,
  calls: readonly Entered[],
  keyOf: (call: BegunCall) => string,
): void {
  const groups = Object.entries(Object.groupBy(calls, ({ begun }) => keyOf(begun)));
  expect(items.map(({ key }) => key).toSorted()).toEqual(groups.map(([key]) => key).toSorted());
  for (const [told, some = []] of [
    [total, calls] as const,
    ...items.map((item) => [item, groups.find(([key]) => key === item.key)?.[1]] as const),
  ]) {
    const { costUsd: _costUsd, ...exact } = recounted(some);
    expect(told).toMatchObject(exact);
    expectCost(told.costUsd, some);
  }
}

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);

describe('GET /admin/api/usage', () => {
  test('[P62] equals what is recomputed from the ledger, by model, user and day, in order', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, async (made) => {
        began += 10 * DAY_MS;
        const calls = await enterCalls(admin.store, made, began);
        const range = `from=${iso(began)}&to=${iso(began + 9 * DAY_MS)}`;
        for (const groupBy of ['model', 'user', 'day'] as const) {
          const walked = await walkUsage(`${range}&groupBy=${groupBy}`);
          expectUsage(walked, calls, KEYS[groupBy]);
          const inOrder =
            groupBy === 'day'
              ? walked.items.toSorted(byKey)
              : walked.items.toSorted((a, b) => b.totalTokens - a.totalTokens || byKey(a, b));
          expect(walked.items).toEqual(inOrder);
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  test('[P62] while models are used, days are never skipped, and nothing comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, fc.array(anyCalls, { maxLength: 4 }), async (first, more) => {
        began += 10 * DAY_MS;
        const calls = await enterCalls(admin.store, first, began);
        const range = `from=${iso(began)}&to=${iso(began + 9 * DAY_MS)}`;
        for (const groupBy of ['day', 'user'] as const) {
          const were = new Set(calls.map(({ begun }) => KEYS[groupBy](begun)));
          const shown: string[] = [];
          const meanwhile = [...more];
          for (let cursor = ''; ;) {
            const page = await admin.json<UsagePage>(
              `/admin/api/usage?${range}&groupBy=${groupBy}&limit=1${cursor}`,
            );
            shown.push(...page.items.map(({ key }) => key));
            if (page.nextCursor === null) break;
            cursor = `&cursor=${page.nextCursor}`;
            calls.push(...(await enterCalls(admin.store, meanwhile.pop() ?? [], began)));
          }
          expect(new Set(shown).size).toBe(shown.length);
          if (groupBy === 'day') expect(new Set([...were, ...shown])).toEqual(new Set(shown));
        }
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  test('[P62] a time that is too long, an unknown key and a cursor of another list are refused by name', async () => {
    const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
    for (const path of [
      '/admin/api/usage?from=2026-01-01&to=2028-01-01',
      '/admin/api/usage?groupBy=name',
      '/admin/api/usage?cursor=x',
      `/admin/api/usage?cursor=${cursorOf(['user', 0, 3_600_000, 1, 'anna'])}`,
      `/admin/api/usage?cursor=${cursorOf(['model', 9e15, 9.1e15, 1, 'demo'])}`,
      `/admin/api/usage?cursor=${cursorOf(['model', 0, 3_600_000, 1])}`,
    ]) {
      const response = await admin.get(path);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: 'invalid_field' } });
    }
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BegunCall, dayAt } from '@parley/store';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

const DAY_MS = 86_400_000;
const QUOTA = 5000;

let web: RunningWeb;
let unlimited: RunningWeb;
beforeAll(async () => {
  [web, unlimited] = await Promise.all([startWeb({ QUOTA_TOKENS: `${QUOTA}` }), startWeb()]);
  for (const { url } of [web, unlimited])
    await eventually('it is ready', async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 20_000 });
});
afterAll(async () => {
  await Promise.all([web?.stop(), unlimited?.stop()]);
});

interface Used {
  readonly calls: number;
  readonly usage: { readonly totalTokens: number };
}
interface OwnUsage {
  readonly today: { readonly tokens: number; readonly quota?: number; readonly resetsAt: string };
  readonly days: readonly (Used & { readonly day: string })[];
  readonly models: readonly (Used & { readonly model: string })[];
}

const anyCalls = fc.array(
  fc.record({
    model: fc.constantFrom('demo', 'quick'),
    daysAgo: fc.nat(9),
    ofDay: fc.nat(DAY_MS - 1),
    isOwn: fc.boolean(),
    tokens: fc.option(fc.tuple(fc.nat(5000), fc.nat(5000))),
  }),
  { maxLength: 8 },
);
type Made = { begun: BegunCall; total: number };

/** Enters calls of the user and of others. */
async function enter(calls: typeof anyCalls extends fc.Arbitrary<infer C> ? C : never, userId: string) {
  const { from } = dayAt(Date.now());
  const made: Made[] = [];
  for (const { model, daysAgo, ofDay, isOwn, tokens } of calls) {
    const startedAt = from - daysAgo * DAY_MS + ofDay;
    const begun: BegunCall = {
      id: randomUUID(),
      sessionId: randomUUID(),
      userId: isOwn ? userId : `other ${randomUUID()}`,
      purpose: 'answer',
      tried: 1,
      model,
      provider: 'openai',
      startedAt,
    };
    await web.store.calls.begin(begun);
    const [inputTokens, outputTokens] = tokens ?? [0, 0];
    const end = { outcome: 'complete', inputTokens, outputTokens, estimated: false } as const;
    if (tokens) await web.store.calls.end(begun, { ...end, endedAt: startedAt });
    if (isOwn) made.push({ begun, total: inputTokens + outputTokens });
  }
  return made;
}

const dayOf = ({ begun }: Made): string => new Date(begun.startedAt).toISOString().slice(0, 10);

function expectSums(
  told: readonly (readonly [string, Used])[],
  made: readonly Made[],
  keyOf: (call: Made) => string,
) {
  const groups = Object.entries(Object.groupBy(made, keyOf)).map(([key, some = []]) => [
    key,
    some.length,
    some.reduce((sum, { total }) => sum + total, 0),
  ]);
  const sums = told.map(([key, { calls, usage }]) => [key, calls, usage.totalTokens]);
  expect(sums).toHaveLength(groups.length);
  expect(sums).toEqual(expect.arrayContaining(groups));
}

describe('GET /api/me/usage', () => {
  test('[P62] gives the sums of one’s own calls, of as many days as are asked for', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, fc.integer({ min: 1, max: 12 }), async (calls, asked) => {
        const userId = `somebody ${randomUUID()}`;
        const made = await enter(calls, userId);
        const response = await web.get(`/api/me/usage?days=${asked}`, userId);
        expect(response.status).toBe(200);
        const { today, days, models } = (await response.json()) as OwnUsage;
        const { from, to } = dayAt(Date.now());
        const then = made.filter(({ begun }) => begun.startedAt >= to - asked * DAY_MS);
        const now = made.filter(({ begun }) => begun.startedAt >= from);
        expect(today).toEqual({
          tokens: now.reduce((sum, { total }) => sum + total, 0),
          quota: QUOTA,
          resetsAt: new Date(to).toISOString(),
        });
        expectSums(
          days.map((each) => [each.day, each]),
          then,
          dayOf,
        );
        expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).toSorted());
        expectSums(
          models.map((each) => [each.model, each]),
          then,
          ({ begun }) => begun.model,
        );
        const tokens = models.map(({ usage }) => usage.totalTokens);
        expect(tokens).toEqual(tokens.toSorted((a, b) => b - a));
      }),
      { numRuns: 100 },
    );
  });

  test('[P62] has no quota where none is set', async () => {
    const { today } = (await (await unlimited.get('/api/me/usage', 'nobody')).json()) as OwnUsage;
    expect(today).toEqual({ tokens: 0, resetsAt: expect.any(String) });
  });

  test('is nobody’s without a token, and refuses a wrong number of days by name', async () => {
    expect((await web.get('/api/me/usage')).status).toBe(401);
    for (const days of ['0', '367', 'x', '1.5']) {
      const response = await web.get(`/api/me/usage?days=${days}`, 'somebody');
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('days');
    }
  });

  test('[P44] knows nothing of a user who was erased', async () => {
    const userId = `somebody ${randomUUID()}`;
    await enter([{ model: 'demo', daysAgo: 0, ofDay: 0, isOwn: true, tokens: [1, 2] }], userId);
    await web.store.users.erase(userId);
    const { today, days } = (await (await web.get('/api/me/usage', userId)).json()) as OwnUsage;
    expect([today.tokens, days]).toEqual([0, []]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import type { Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';

let database: TestDatabase;
let stores: Store[];
beforeAll(async () => {
  database = await databaseForTests();
  stores = await Promise.all([openTestStore(database), openTestStore(database)]);
});
afterAll(async () => {
  await Promise.all((stores ?? []).map((store) => store.close()));
  await database?.stop();
});

const HALF_AN_HOUR_MS = 1_800_000;
const anyStep = fc.oneof(
  // Clocks of workers differ by less than two minutes.
  fc.record({
    do: fc.constant('begin' as const),
    afterMs: fc.integer({ min: -100_000, max: HALF_AN_HOUR_MS }),
  }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(9), tokens: fc.nat(1_000) }),
  fc.record({ do: fc.constant('ask' as const), by: fc.nat(1) }),
);

test('[P62] the sum of a session is that of its calls at any moment, whoever asked before, however late one ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
      const sessionId = randomUUID();
      let newest = Date.UTC(2002, 0, 1);
      const open: string[] = [];
      let inputTokens = 0;
      const ask = async (store: Store | undefined) =>
        expect((await store?.calls.usageOf(sessionId))?.inputTokens).toBe(inputTokens);
      for (const step of steps) {
        if (step.do === 'ask') await ask(stores[step.by]);
        if (step.do === 'begin') {
          const startedAt = newest + step.afterMs;
          newest = Math.max(newest, startedAt);
          const about = { id: randomUUID(), sessionId, userId: 'ann', model: 'm', provider: 'demo' };
          await stores[0]?.calls.begin({ ...about, purpose: 'answer', tried: 1, startedAt });
          open.push(about.id);
        }
        if (step.do === 'end') {
          const [id] = open.splice(step.which % Math.max(1, open.length), 1);
          if (id === undefined) continue;
          const took = { inputTokens: step.tokens, outputTokens: 0, estimated: false };
          await stores[1]?.calls.end({ id }, { outcome: 'complete', ...took, endedAt: newest });
          inputTokens += step.tokens;
        }
      }
      for (const store of stores) await ask(store);
    }),
    { numRuns: 100 },
  );
});

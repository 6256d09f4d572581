import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { MongoClient, type Document } from 'mongodb';
import type { AuditEntry, Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';

let database: TestDatabase;
let stores: Store[];
let client: MongoClient;

beforeEach(async () => {
  database = await databaseForTests();
  stores = await Promise.all([openTestStore(database), openTestStore(database), openTestStore(database)]);
  client = new MongoClient(database.url);
});
afterEach(async () => {
  await client.close();
  for (const store of stores) await store.close();
  await database.stop();
});

const raw = () => client.db(database.name).collection<Document & { _id: number }>('audit');
const first = (): Store => stores[0] as Store;

const facts = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !/^\$|\.|\0|^__proto__$/u.test(key)),
  fc.oneof(fc.string(), fc.nat(), fc.boolean(), fc.constant(null)),
  { maxKeys: 3, noNullPrototype: true },
);
const anyAudit = (): fc.Arbitrary<AuditEntry> =>
  fc
    .record(
      {
        who: fc.string({ minLength: 1 }),
        what: fc.constantFrom('session.deleted', 'user.erased', 'user.exported'),
        target: fc.uuid(),
        when: fc.integer({ min: 0, max: 4_000_000_000_000 }),
        where: fc.ipV4(),
        before: facts,
        after: facts,
      },
      { requiredKeys: ['who', 'what', 'target', 'when'] },
    )
    .map((entry) => ({ ...entry }));

describe('audit', () => {
  test('[P56] keeps what was appended, in order, page by page, and it holds together', async () => {
    const kept: AuditEntry[] = [];
    await fc.assert(
      fc.asyncProperty(anyAudit(), async (entry) => {
        expect(await first().audit.append(entry)).toBe(kept.push(entry));
      }),
      { numRuns: 100, endOnFailure: true },
    );
    const { head, ...state } = await first().audit.verify();
    expect(state).toEqual({ entries: kept.length });
    expect(head).toHaveLength(43);
    const read = [];
    for (let before: number | undefined; ;) {
      const page = await first().audit.list({ limit: 7, ...(before !== undefined && { before }) });
      if (page.length === 0) break;
      read.push(...page);
      before = page.at(-1)?.n;
    }
    expect(read.reverse()).toEqual(kept.map((entry, at) => ({ n: at + 1, ...entry })));
  });

  test('[P56] whoever appends at once gets a number each, without a gap', async () => {
    const entry = { who: 'a', what: 'user.erased', target: 'b', when: 1 } as const;
    const numbers = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => stores[i % 3]?.audit.append({ ...entry, target: `${i}` })),
    );
    expect(numbers.map(Number).toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    expect(await first().audit.verify()).toMatchObject({ entries: 60 });
    const targets = (await first().audit.list({ limit: 1000 })).map(({ target }) => target);
    expect(new Set(targets).size).toBe(60);
  });

  test('[P56] tells the first entry that was changed, taken out or slipped in', async () => {
    const count = 12;
    for (let i = 0; i < count; i++)
      await first().audit.append({
        who: 'anna',
        what: 'session.deleted',
        target: `${i}`,
        when: i,
        where: '::1',
        before: { entries: i },
      });
    const whole = await raw().find().toArray();
    const field = fc.constantFrom('who', 'what', 'target', 'when', 'where', 'before', 'after', 'hash');
    const anyHarm = fc.oneof(
      fc.record({ kind: fc.constant('change'), n: fc.integer({ min: 1, max: count }), field }),
      fc.record({
        kind: fc.constant('take out'),
        n: fc.integer({ min: 1, max: count - 1 }),
        field: fc.constant(''),
      }),
      fc.record({
        kind: fc.constant('swap'),
        n: fc.integer({ min: 1, max: count - 1 }),
        field: fc.constant(''),
      }),
    );
    await fc.assert(
      fc.asyncProperty(anyHarm, async ({ kind, n, field }) => {
        const [one, next] = [whole[n - 1], whole[n]];
        if (kind === 'change') {
          const value =
            field === 'when' ? new Date(77) : field === 'before' || field === 'after' ? { x: 1 } : 'x';
          await raw().updateOne({ _id: n }, { $set: { [field]: value } });
        } else if (kind === 'take out') await raw().deleteOne({ _id: n });
        else {
          await raw().replaceOne({ _id: n }, { ...next, _id: n });
          await raw().replaceOne({ _id: n + 1 }, { ...one, _id: n + 1 });
        }
        expect(await first().audit.verify()).toMatchObject({ entries: n - 1, brokenAt: n });
        await raw().deleteMany({});
        await raw().insertMany(whole);
      }),
      { numRuns: 100, endOnFailure: true },
    );
    const { head } = await first().audit.verify();
    // What is cut off at the end shows in what was noted down.
    await raw().deleteOne({ _id: count });
    const cut = await first().audit.verify();
    expect(cut.entries).toBe(count - 1);
    expect(cut.head).not.toBe(head);
  });
});

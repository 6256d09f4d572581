import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';
import * as fc from 'fast-check';
import { MongoClient, type Collection } from 'mongodb';

let database: TestDatabase;
let client: MongoClient;
beforeAll(async () => {
  database = await databaseForTests();
  client = new MongoClient(database.url);
});
afterAll(async () => {
  await client.close();
  await database.stop();
});

const main = new URL('../src/audit.ts', import.meta.url).pathname;
const KEY = Buffer.alloc(32, 'k');

interface Log {
  readonly store: Store;
  readonly documents: Collection<Record<string, unknown> & { _id: number }>;
  /** Runs `npm run audit -- …` as an operator would. */
  readonly audit: (...args: string[]) => Promise<{ code: number; out: string; err: string }>;
}

/** A log of its own with so many entries. */
async function withLog(entries: number, work: (log: Log) => Promise<void>): Promise<void> {
  const name = `audit_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  const log = createLogger({ service: 'test', level: 'silent' });
  const store = await openStore({ url: url.href, keys: createKeyRing([{ id: 'k', key: KEY }]), log });
  const env = { ...process.env, MONGODB_URI: url.href, ENCRYPTION_KEYS: `k:${KEY.toString('base64')}` };
  const audit = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  try {
    for (let n = 1; n <= entries; n++) {
      const after = { state: `s${n}`, forced: n % 2 === 0 };
      const what = n % 2 === 0 ? 'takeover.started' : 'session.watched';
      await store.audit.append({
        who: `admin ${n}`,
        what,
        target: `t${n}`,
        when: n * 1000,
        where: '::1',
        after,
      });
    }
    await work({ store, documents: client.db(name).collection('audit'), audit });
  } finally {
    await store.close();
  }
}

describe('npm run audit', () => {
  test('[P56] verify finds each entry that was changed, removed, moved or put in between, and says so by its exit', async () => {
    const ENTRIES = 6;
    await withLog(ENTRIES, async ({ store, documents, audit }) => {
      const intact = await documents.find().toArray();
      expect(await audit('verify')).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^6:[\w-]{43}\n$/u),
      });
      const fields = ['who', 'what', 'target', 'when', 'where', 'after', 'hash', 'before'];
      const other: Record<string, unknown> = {
        when: new Date(5),
        after: { state: 'x' },
        before: { state: 'x' },
      };
      const anyTampering = fc.oneof(
        fc.record({
          kind: fc.constant('change' as const),
          n: fc.integer({ min: 1, max: ENTRIES }),
          field: fc.constantFrom(...fields),
        }),
        fc.record({ kind: fc.constant('remove' as const), n: fc.integer({ min: 1, max: ENTRIES - 1 }) }),
        fc.record({ kind: fc.constant('swap' as const), n: fc.integer({ min: 1, max: ENTRIES - 1 }) }),
        fc.record({ kind: fc.constant('insert' as const), n: fc.integer({ min: 1, max: ENTRIES }) }),
      );
      await fc.assert(
        fc.asyncProperty(anyTampering, async (tampering) => {
          await documents.deleteMany({});
          await documents.insertMany(intact);
          const { kind, n } = tampering;
          const [one, two] = [intact[n - 1], intact[n]];
          if (!one) throw new Error('it was written');
          if (kind === 'change') {
            const { field } = tampering;
            await documents.updateOne({ _id: n }, { $set: { [field]: other[field] ?? 'another.one' } });
          } else if (kind === 'remove') await documents.deleteOne({ _id: n });
          else if (kind === 'insert') await documents.insertOne({ ...one, _id: n + 0.5 });
          else {
            await documents.replaceOne({ _id: n }, { ...two, _id: n });
            await documents.replaceOne({ _id: n + 1 }, { ...one, _id: n + 1 });
          }
          const { brokenAt } = await store.audit.verify();
          expect(brokenAt).toBe(kind === 'insert' ? n + 1 : n);
        }),
        { numRuns: 100 },
      );
      await documents.deleteMany({});
      await documents.insertMany(intact);
      await documents.updateOne({ _id: 3 }, { $set: { who: 'nobody' } });
      expect(await audit('verify')).toMatchObject({
        code: 1,
        out: expect.stringContaining('Entry 3 was changed'),
      });
    });
  });

  test('[P56] verify finds by what was noted down that the end was cut off, or all was written anew', async () => {
    await withLog(4, async ({ store, documents, audit }) => {
      const noted = (await audit('verify')).out.trim();
      await store.audit.append({ who: 'a', what: 'note.added', target: 't', when: 5 });
      expect(await audit('verify', noted)).toMatchObject({ code: 0, out: expect.stringMatching(/^5:/u) });
      await documents.deleteMany({ _id: { $gt: 3 } });
      expect(await audit('verify')).toMatchObject({ code: 0 });
      expect(await audit('verify', noted)).toMatchObject({
        code: 1,
        out: expect.stringContaining('cut off'),
      });
      await store.audit.append({ who: 'b', what: 'note.added', target: 't', when: 6 });
      expect((await audit('verify', noted)).code).toBe(1);
      expect(await audit('verify', 'nonsense')).toMatchObject({ code: 2 });
    });
  });

  test('[P56] list shows what was done, newest first, and nothing that moves a terminal’s cursor', async () => {
    await withLog(3, async ({ store, audit }) => {
      await store.audit.append({ who: 'evil\u001b[2J', what: 'note.added', target: 't', when: 4 });
      const { code, out } = await audit('list');
      expect(code).toBe(0);
      expect(
        out
          .trim()
          .split('\n')
          .map((line) => line.split(/ {2,}/u)[0]),
      ).toEqual(['N', '4', '3', '2', '1']);
      expect(out).toContain('takeover.started');
      expect(out).toContain('state=s2 forced=true');
      expect(out).not.toContain('\u001b');
      expect((await audit('list', '2')).out.trim().split('\n')).toHaveLength(2);
      expect(await audit('list', 'x')).toMatchObject({ code: 2 });
      expect(await audit()).toMatchObject({ code: 2, err: expect.stringContaining('verify') });
    });
  });
});

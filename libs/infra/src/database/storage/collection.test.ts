import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decode, encode } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';
import type { Collection } from './collection.ts';
import { Database } from './database.ts';
import { indexDefinition } from './indexDefinition.ts';

const INDEXES = [
  { key: { a: 1 } },
  { key: { a: 1, b: -1 } },
  { key: { 'a.x': 1 } },
  { key: { b: 1 }, sparse: true },
  { key: { a: 1 }, partialFilterExpression: { b: 1 } },
  { key: { a: 1 }, partialFilterExpression: { 'b.x': { $exists: true } } },
  { key: { a: 1 }, partialFilterExpression: { $and: [{ b: 1 }] } },
];
const anyScalar = fc.constantFrom<unknown>(1, 2, 'x', null);
const anyValue = fc.oneof(
  anyScalar,
  fc.array(anyScalar, { maxLength: 3 }),
  fc.record({ x: anyScalar }),
  fc.array(fc.record({ x: anyScalar }), { maxLength: 2 }),
);
const anyDoc = fc.record(
  { a: anyValue, b: fc.oneof(anyScalar, fc.record({ x: anyScalar })), c: anyScalar },
  { requiredKeys: [] },
);

let dataDir: string;
let database: Database;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-collection-'));
  database = new Database(dataDir);
});
afterAll(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

const stored = (value: Record<string, unknown>): { doc: Doc; bytes: Uint8Array } => {
  const bytes = encode(value);
  return { doc: decode(bytes), bytes };
};
const declare = (collection: Collection, group: string): void =>
  INDEXES.forEach((index, at) => {
    const { doc } = stored({ ...index, name: `${group}${at}` });
    database.catalogue.createIndex(collection, indexDefinition(doc));
  });
const entriesOf = ({ indexes }: Collection, group: string): string[][] =>
  indexes
    .filter(({ definition }) => definition.name.startsWith(group))
    .map(({ id }) =>
      database.sqlite
        .all(`SELECT k, r FROM i${id} ORDER BY k, r`)
        .map(({ k, r }) => `${Buffer.from(k as Uint8Array).toString('hex')} ${String(r)}`),
    );

test('a document that was replaced has the entries that it would have had from the beginning', () => {
  let runs = 0;
  fc.assert(
    fc.property(fc.array(anyDoc, { minLength: 2, maxLength: 6 }), (versions) => {
      const collection = database.catalogue.getOrCreate('test', `c${runs++}`);
      declare(collection, 'kept');
      const [first, ...later] = versions.map((version) => stored({ _id: 1, ...version }));
      if (!first) throw new Error('there is a first one');
      collection.insert(first.doc, first.bytes);
      let doc = first.doc;
      for (const next of later) {
        collection.replace({ row: 1, doc }, next.doc, next.bytes);
        ({ doc } = next);
      }
      declare(collection, 'fresh');
      expect(entriesOf(collection, 'kept')).toEqual(entriesOf(collection, 'fresh'));
    }),
  );
});

import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Document } from 'mongodb';
import { compareScalars, sameKind, type Scalar, scalars } from './bsonModel.ts';
import { type Doc, useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const runs = { numRuns: 100, endOnFailure: true };
const indexes = fc.constantFrom<Document | undefined>(
  undefined,
  { v: 1 },
  { v: -1 },
  { w: 1, v: 1 },
  { v: 1, w: -1 },
);

type Kept = { _id: number; v?: Scalar | Scalar[]; w?: Scalar };
const documents: fc.Arbitrary<Kept[]> = fc
  .array(
    fc.record(
      {
        v: fc.oneof({ weight: 4, arbitrary: scalars }, fc.array(scalars, { minLength: 1, maxLength: 3 })),
        w: fc.integer({ min: 0, max: 2 }),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((each, _id) => ({ _id, ...each })));

async function holding(kept: readonly Doc[], index: Document | undefined) {
  const collection = await fresh(...kept);
  if (index) await collection.createIndex(index);
  return collection;
}

test('sorting gives the order of the model', async () => {
  const ascending = fc.array(scalars, { minLength: 1, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(ascending, indexes, fc.constantFrom(1, -1), async (values, index, direction) => {
      const collection = await holding(
        values.map((v, _id) => ({ _id, v })),
        index,
      );
      const found = await collection.find().sort({ v: direction }).toArray();
      const expected = values.toSorted((a, b) => compareScalars(a, b) * direction);
      expect(found.map((each) => each['v'])).toEqual(
        expected.map((v) => (Object.is(v, -0) ? expect.anything() : v)),
      );
      await collection.drop();
    }),
    runs,
  );
});

type Operator = '$eq' | '$ne' | '$gt' | '$gte' | '$lt' | '$lte' | '$in' | '$nin';
type Condition = [Operator, Scalar];
const conditions = fc.tuple(
  fc.constantFrom<Operator>('$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin'),
  fc.oneof(scalars, fc.integer({ min: 0, max: 2 })),
);

/** What an operator says of a field: of its value, or of some element of its array. */
function holds([operator, operand]: Condition, value: Kept['v'] | undefined): boolean {
  const some = (test: (value: Scalar) => boolean) =>
    Array.isArray(value) ? value.some(test) : test(value ?? null);
  const order = (test: (order: number) => boolean) =>
    some((each) => sameKind(each, operand) && test(compareScalars(each, operand)));
  switch (operator) {
    case '$eq':
    case '$in':
      return order((by) => by === 0);
    case '$ne':
    case '$nin':
      return !order((by) => by === 0);
    case '$gt':
      return order((by) => by > 0);
    case '$gte':
      return order((by) => by >= 0);
    case '$lt':
      return order((by) => by < 0);
    case '$lte':
      return order((by) => by <= 0);
  }
}

const asFilter = ([operator, operand]: Condition): Document => ({
  [operator]: operator === '$in' || operator === '$nin' ? [operand] : operand,
});

test('filters match what the model matches, whatever index there is', async () => {
  const filters = fc.record({
    v: conditions,
    w: conditions,
    how: fc.constantFrom('and', 'both', 'or', 'one', 'nor'),
  });
  await fc.assert(
    fc.asyncProperty(documents, indexes, filters, async (kept, index, { v, w, how }) => {
      const [ofV, ofW] = [{ v: asFilter(v) }, { w: asFilter(w) }];
      const shapes: Record<string, [Document, (doc: Kept) => boolean]> = {
        one: [ofV, (doc) => holds(v, doc.v)],
        both: [{ ...ofV, ...ofW }, (doc) => holds(v, doc.v) && holds(w, doc.w)],
        and: [{ $and: [ofV, { v: asFilter(w) }] }, (doc) => holds(v, doc.v) && holds(w, doc.v)],
        or: [{ $or: [ofV, ofW] }, (doc) => holds(v, doc.v) || holds(w, doc.w)],
        nor: [{ $nor: [ofV, ofW] }, (doc) => !holds(v, doc.v) && !holds(w, doc.w)],
      };
      const [filter, expected] = shapes[how] ?? [{}, () => true];
      const collection = await holding(kept, index);
      const found = await collection.find(filter).sort({ _id: 1 }).toArray();
      expect(found.map(({ _id }) => _id)).toEqual(kept.filter(expected).map(({ _id }) => _id));
      await collection.drop();
    }),
    runs,
  );
});

type Action = { kind: 'insert' | 'set' | 'inc' | 'replace' | 'delete' | 'upsert'; id: number; key: number };
const actions = fc.array(
  fc.record({
    kind: fc.constantFrom<Action['kind']>('insert', 'set', 'inc', 'replace', 'delete', 'upsert'),
    id: fc.integer({ min: 0, max: 4 }),
    key: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 25 },
);

/** The model: documents by id, no two with the same key. Gives how many were changed, or that the key was taken. */
function act(model: Map<number, number>, { kind, id, key }: Action): number | 'duplicate' {
  const before = model.get(id);
  const after = kind === 'inc' ? (before ?? 0) + 1 : key;
  const exists = before !== undefined;
  if (kind === 'delete') return Number(model.delete(id));
  if (kind === 'insert' && exists) return 'duplicate';
  if (kind !== 'insert' && kind !== 'upsert' && !exists) return 0;
  if ([...model].some(([other, taken]) => other !== id && taken === after)) return 'duplicate';
  model.set(id, after);
  return 1;
}

test('writes under a unique index leave what the model leaves', async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (all) => {
      const collection = await holding([], undefined);
      await collection.createIndex({ key: 1 }, { unique: true });
      const model = new Map<number, number>();
      const perform = async ({ kind, id: _id, key }: Action): Promise<number> => {
        switch (kind) {
          case 'insert':
            return Number((await collection.insertOne({ _id, key })).acknowledged);
          case 'set':
            return (await collection.updateOne({ _id }, { $set: { key } })).matchedCount;
          case 'inc':
            return (await collection.updateOne({ _id }, { $inc: { key: 1 } })).matchedCount;
          case 'replace':
            return (await collection.replaceOne({ _id }, { key })).matchedCount;
          case 'upsert': {
            const { matchedCount, upsertedCount } = await collection.replaceOne(
              { _id },
              { key },
              { upsert: true },
            );
            return matchedCount + upsertedCount;
          }
          case 'delete':
            return (await collection.deleteOne({ _id })).deletedCount;
        }
      };
      for (const action of all) {
        const result = await perform(action).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 11000 });
          return 'duplicate';
        });
        expect(result).toBe(act(model, action));
      }
      const stored = await collection.find().sort({ _id: 1 }).toArray();
      const expected = [...model].toSorted(([a], [b]) => a - b).map(([_id, key]) => ({ _id, key }));
      expect(stored).toEqual(expected);
      for (const { _id, key } of expected) expect(await collection.findOne({ key })).toEqual({ _id, key });
      await collection.drop();
    }),
    runs,
  );
});

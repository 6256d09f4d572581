import { describe, expect, test } from '@jest/globals';
import { Binary, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();

/** One value after the other, in BSON's order. */
const ascending = [
  new MinKey(),
  null,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  Long.fromString('-9223372036854775808'),
  -1.5,
  0,
  0.1,
  Long.fromString('9007199254740992'),
  Long.fromString('9007199254740993'),
  1e300,
  Number.POSITIVE_INFINITY,
  '',
  'a',
  'a\u0000',
  'ab',
  'b',
  '\uffee',
  '\u{1f600}',
  {},
  { a: 1 },
  { a: 1, b: 0 },
  { b: 1 },
  { a: 'x' },
  new Binary(Buffer.from([9])),
  new Binary(Buffer.from([0, 0])),
  new Binary(Buffer.from([0, 1])),
  new ObjectId('000000000000000000000001'),
  new ObjectId('ff0000000000000000000000'),
  false,
  true,
  new Date(-1),
  new Date(0),
  new Timestamp({ t: 1, i: 0 }),
  new Timestamp({ t: 1, i: 1 }),
  new MaxKey(),
];
const documents = ascending.map((v, i) => ({ _id: i, v }));
const shuffled = documents.map((_, i) => documents[(i * 17) % documents.length] ?? {});
const ids = ascending.map((_, i) => i);

describe.each(['without an index', 'by an index', 'by a descending index'])(
  'order of all kinds of values, %s',
  (way) => {
    test.each([1, -1] as const)('in direction %i', async (direction) => {
      const collection = await fresh(...shuffled);
      if (way !== 'without an index') await collection.createIndex({ v: way.includes('desc') ? -1 : 1 });
      const found = await collection.find().sort({ v: direction }).toArray();
      expect(found.map(({ _id }) => _id)).toEqual(direction === 1 ? ids : ids.toReversed());
    });
  },
);

describe('sorting', () => {
  test('by several fields in different directions', async () => {
    const collection = await fresh(
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 2, b: 1 },
      { _id: 3, a: 1, b: 2 },
      { _id: 4, a: 2 },
    );
    const found = async () => (await collection.find().sort({ a: -1, b: 1 }).toArray()).map(({ _id }) => _id);
    expect(await found()).toEqual([4, 2, 1, 3]);
    await collection.createIndex({ a: 1, b: -1 });
    expect(await found()).toEqual([4, 2, 1, 3]);
  });

  test('takes the least element of an array ascending, the greatest descending', async () => {
    const collection = await fresh({ _id: 1, a: [5, 1] }, { _id: 2, a: 3 }, { _id: 3, a: [4, 2] });
    const found = async (by: 1 | -1) =>
      (await collection.find().sort({ a: by }).toArray()).map(({ _id }) => _id);
    const both = async () => [await found(1), await found(-1)];
    expect(await both()).toEqual([
      [1, 3, 2],
      [1, 3, 2],
    ]);
    await collection.createIndex({ a: 1 });
    expect(await both()).toEqual([
      [1, 3, 2],
      [1, 3, 2],
    ]);
  });

  test('with skip and limit, with and without an index', async () => {
    const collection = await fresh(...Array.from({ length: 50 }, (_, i) => ({ _id: i, n: (i * 7) % 50 })));
    const page = async () => {
      const found = await collection
        .find({ n: { $gte: 10 } })
        .sort({ n: -1 })
        .skip(5)
        .limit(3)
        .toArray();
      return found.map((each) => each['n']);
    };
    expect(await page()).toEqual([44, 43, 42]);
    await collection.createIndex({ n: 1 });
    expect(await page()).toEqual([44, 43, 42]);
  });
});

import { expect, test } from '@jest/globals';
import { Double, Int32, Long, type Document } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const sales = [
  { _id: 1, shop: 'a', n: 5, when: { day: 1 } },
  { _id: 2, shop: 'b', n: 2.5, when: { day: 1 } },
  { _id: 3, shop: 'a', n: 7, when: { day: 2 } },
  { _id: 4, shop: 'b', n: 'x', when: { day: 2 } },
  { _id: 5, shop: 'c', when: { day: 2 } },
];

test.each<[string, Document[], Document[]]>([
  [
    '$match, $sort, $skip and $limit',
    [
      { $match: { shop: { $ne: 'c' } } },
      { $sort: { _id: -1 } },
      { $skip: 1 },
      { $limit: 2 },
      { $project: { n: 1 } },
    ],
    [
      { _id: 3, n: 7 },
      { _id: 2, n: 2.5 },
    ],
  ],
  ['$count', [{ $match: { shop: 'a' } }, { $count: 'all' }], [{ all: 2 }]],
  [
    '$group with sums, averages and extremes',
    [
      {
        $group: {
          _id: '$shop',
          all: { $sum: 1 },
          n: { $sum: '$n' },
          mean: { $avg: '$n' },
          low: { $min: '$n' },
          high: { $max: '$n' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', all: 2, n: 12, mean: 6, low: 5, high: 7 },
      { _id: 'b', all: 2, n: 2.5, mean: 2.5, low: 2.5, high: 'x' },
      { _id: 'c', all: 1, n: 0, mean: null, low: null, high: null },
    ],
  ],
  ['$group of everything', [{ $group: { _id: null, n: { $sum: '$when.day' } } }], [{ _id: null, n: 8 }]],
  [
    '$group by several fields',
    [
      { $match: { shop: 'a' } },
      { $group: { _id: { s: '$shop', d: '$when.day' }, n: { $sum: '$n' } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: { s: 'a', d: 1 }, n: 5 },
      { _id: { s: 'a', d: 2 }, n: 7 },
    ],
  ],
  [
    '$first, $last and $push in the order that they come',
    [
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: '$when.day',
          first: { $first: '$shop' },
          last: { $last: '$shop' },
          all: { $push: '$_id' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 1, first: 'a', last: 'b', all: [1, 2] },
      { _id: 2, first: 'a', last: 'c', all: [3, 4, 5] },
    ],
  ],
  [
    '$project with new fields',
    [{ $match: { _id: 1 } }, { $project: { _id: 0, shop: 1, day: '$when.day', fixed: { $literal: 5 } } }],
    [{ shop: 'a', day: 1, fixed: 5 }],
  ],
  [
    '$match after $group',
    [{ $group: { _id: '$shop', n: { $sum: 1 } } }, { $match: { n: 1 } }],
    [{ _id: 'c', n: 1 }],
  ],
])('%s', async (_, pipeline, expected) => {
  const collection = await fresh(...sales);
  expect(await collection.aggregate(pipeline).toArray()).toEqual(expected);
});

test('sums keep the widest type', async () => {
  const collection = await fresh(
    { i: new Int32(1), l: Long.fromNumber(1), d: new Double(1) },
    { i: new Int32(2), l: new Int32(1), d: new Int32(1) },
  );
  const sums = { _id: null, i: { $sum: '$i' }, l: { $sum: '$l' }, d: { $sum: '$d' } };
  const [sum] = await collection.aggregate([{ $group: sums }], { promoteValues: false }).toArray();
  expect(sum).toEqual({ _id: null, i: new Int32(3), l: Long.fromNumber(2), d: new Double(2) });
});

test('gives results in batches', async () => {
  const collection = await fresh(...Array.from({ length: 250 }, (_, i) => ({ _id: i })));
  const found = await collection.aggregate([{ $sort: { _id: 1 } }], { batchSize: 20 }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual(Array.from({ length: 250 }, (_, i) => i));
});

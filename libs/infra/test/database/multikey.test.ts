import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Document } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();

async function ids(
  collection: Awaited<ReturnType<typeof fresh>>,
  filter: Document,
  sort: Document = { _id: 1 },
) {
  // Small batches, so that what was given before a batch isn't given again in it.
  const found = await collection.find(filter).sort(sort).batchSize(2).toArray();
  return found.map(({ _id }) => _id);
}

describe('an index over an array', () => {
  const documents = [
    { _id: 1, room: 'r', at: 5, words: ['a', 'b', 'a'] },
    { _id: 2, room: 'r', at: 4, words: ['b', 'c'] },
    { _id: 3, room: 'r', at: 3, words: [] },
    { _id: 4, room: 'r', at: 2 },
    { _id: 5, room: 'r', at: 1, words: 'a' },
    { _id: 6, room: 'q', at: 6, words: ['a', 'b', 'c', 'd'] },
  ];
  const indexed = async () => {
    const collection = await fresh(...documents);
    await collection.createIndex({ room: 1, words: 1, at: -1 });
    return collection;
  };

  test('finds by an element, by all of some, by any of some, each document once', async () => {
    const collection = await indexed();
    expect(await ids(collection, { room: 'r', words: 'a' })).toEqual([1, 5]);
    expect(await ids(collection, { room: 'r', words: { $all: ['b', 'a'] } })).toEqual([1]);
    expect(await ids(collection, { room: { $in: ['r', 'q', 'r'] }, words: { $all: ['b', 'c'] } })).toEqual([
      2, 6,
    ]);
    expect(await ids(collection, { room: 'r', words: { $in: ['a', 'b', 'c', 'a'] } })).toEqual([1, 2, 5]);
    expect(await ids(collection, { room: { $in: ['q', 'r'] }, words: { $in: ['a', 'b'] } })).toEqual([
      1, 2, 5, 6,
    ]);
    expect(await ids(collection, { room: 'r', words: { $gte: 'a', $lte: 'b' } })).toEqual([1, 2, 5]);
    expect(await ids(collection, { room: 'r', words: null })).toEqual([4]);
    expect(await ids(collection, { room: 'r', words: [] })).toEqual([3]);
    expect(await ids(collection, { room: 'r' })).toEqual([1, 2, 3, 4, 5]);
    expect(await collection.countDocuments({ room: 'r', words: { $in: ['a', 'b'] } })).toBe(3);
    expect(await collection.distinct('_id', { room: 'r', words: { $all: ['b'] } })).toEqual([1, 2]);
  });

  test('gives the order of the fields behind a fixed element, forwards, backwards and in parts', async () => {
    const collection = await indexed();
    expect(await ids(collection, { room: 'r', words: 'b' }, { at: -1 })).toEqual([1, 2]);
    expect(await ids(collection, { room: 'r', words: { $all: ['b'] } }, { at: 1 })).toEqual([2, 1]);
    expect(await ids(collection, { room: 'r', words: 'a', at: { $lt: 5 } }, { at: -1 })).toEqual([5]);
    expect(await ids(collection, { words: 'a', room: { $in: ['q', 'r'] } }, { at: -1 })).toEqual([6, 1, 5]);
    const newest = await collection.findOne({ room: 'r', words: 'b' }, { sort: { at: -1 } });
    expect(newest).toMatchObject({ _id: 1 });
  });

  test('sorts an array by its least or greatest element, whatever element was asked for', async () => {
    const collection = await fresh(
      { _id: 1, words: ['b', 'z'] },
      { _id: 2, words: ['a', 'b'] },
      { _id: 3, words: ['b'] },
    );
    await collection.createIndex({ words: 1 });
    expect(await ids(collection, { words: 'b' }, { words: 1, _id: 1 })).toEqual([2, 1, 3]);
    expect(await ids(collection, { words: 'b' }, { words: -1, _id: 1 })).toEqual([1, 2, 3]);
  });

  test('follows every kind of update', async () => {
    const collection = await indexed();
    const having = async (word: string) => ids(collection, { room: 'r', words: word });
    await collection.updateOne({ _id: 1 }, { $push: { words: 'n' as never } });
    await collection.updateOne({ _id: 2 }, { $addToSet: { words: { $each: ['n', 'b'] } } });
    expect(await having('n')).toEqual([1, 2]);
    await collection.updateOne({ _id: 1 }, { $pull: { words: 'a' as never } });
    expect(await having('a')).toEqual([5]);
    expect(await having('b')).toEqual([1, 2]);
    await collection.updateOne({ _id: 2 }, { $set: { 'words.0': 'first' } });
    expect([await having('b'), await having('first')]).toEqual([[1], [2]]);
    await collection.updateOne({ _id: 2 }, { $unset: { words: '' } });
    expect([await having('n'), await having('first')]).toEqual([[1], []]);
    await collection.replaceOne({ _id: 1 }, { room: 'r', words: ['x', 'y'] });
    expect([await having('n'), await having('x')]).toEqual([[], [1]]);
    await collection.findOneAndUpdate({ _id: 5 }, { $set: { words: ['x', 'x'] } });
    expect(await having('x')).toEqual([1, 5]);
    await collection.deleteOne({ _id: 1 });
    expect(await having('x')).toEqual([5]);
    await collection.replaceOne({ _id: 7 }, { room: 'r', words: ['x'] }, { upsert: true });
    expect(await having('x')).toEqual([5, 7]);
  });

  test('holds hundreds of elements of one document, and any change of them', async () => {
    const collection = await fresh();
    await collection.createIndex({ room: 1, words: 1 });
    const words = Array.from({ length: 2000 }, (_, i) => `w${i}`);
    await collection.insertOne({ _id: 1, room: 'r', words });
    expect(await ids(collection, { room: 'r', words: { $all: ['w1999', 'w0', 'w7'] } })).toEqual([1]);
    await collection.replaceOne({ _id: 1 }, { room: 'r', words: words.slice(1000).concat('new') });
    expect(await ids(collection, { room: 'r', words: 'w7' })).toEqual([]);
    expect(await ids(collection, { room: 'r', words: { $all: ['w1000', 'new'] } })).toEqual([1]);
  });
});

const word = fc.constantFrom('a', 'b', 'c', 'd');
const words = fc.array(word, { maxLength: 4 });
const room = fc.integer({ min: 0, max: 2 });
type Kept = { room: number; at: number; words?: string | string[] };
const kept: fc.Arbitrary<Kept> = fc.record(
  { room, at: fc.integer({ min: 0, max: 3 }), words: fc.oneof({ weight: 4, arbitrary: words }, word) },
  { requiredKeys: ['room', 'at'] },
);
const changes = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 7 }), fc.option(kept, { nil: undefined, freq: 4 })),
  {
    maxLength: 20,
  },
);
const questions = fc.record({
  rooms: fc.uniqueArray(room, { minLength: 1, maxLength: 3 }),
  how: fc.constantFrom<'$all' | '$in'>('$all', '$in'),
  wanted: fc.array(word, { minLength: 1, maxLength: 3 }),
  before: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  direction: fc.constantFrom<1 | -1>(1, -1),
});

const wordsOf = ({ words = [] }: Kept): string[] => [words].flat();

test('whatever was written, an index over an array finds what the model finds, in its order', async () => {
  const indexes = fc.constantFrom<Document>(
    { room: 1, words: 1, at: -1 },
    { words: 1, room: 1 },
    { room: 1, at: 1, words: 1 },
  );
  await fc.assert(
    fc.asyncProperty(
      indexes,
      changes,
      fc.array(questions, { minLength: 1, maxLength: 4 }),
      async (index, all, asked) => {
        const collection = await fresh();
        await collection.createIndex(index);
        const model = new Map<number, Kept>();
        for (const [_id, document] of all) {
          if (document) {
            // No two at the same moment, so that the index alone can give the order.
            const placed = { ...document, at: document.at * 10 + _id };
            model.set(_id, placed);
            await collection.replaceOne({ _id }, placed, { upsert: true });
          } else {
            model.delete(_id);
            await collection.deleteOne({ _id });
          }
        }
        for (const { rooms, how, wanted, before, direction } of asked) {
          const filter = {
            room: rooms.length === 1 ? rooms[0] : { $in: rooms },
            words: { [how]: wanted },
            ...(before !== undefined && { at: { $lt: before } }),
          };
          const has = (held: string[]) =>
            how === '$all'
              ? wanted.every((each) => held.includes(each))
              : wanted.some((each) => held.includes(each));
          const expected = [...model]
            .filter(([, each]) => rooms.includes(each.room) && has(wordsOf(each)) && each.at < (before ?? 99))
            .sort(([, x], [, y]) => (x.at - y.at) * direction)
            .map(([_id]) => _id);
          expect(await ids(collection, filter, { at: direction })).toEqual(expected);
        }
        await collection.drop();
      },
    ),
    { numRuns: 100, endOnFailure: true },
  );
});

import { describe, expect, test } from '@jest/globals';
import { Binary, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const asStored = { promoteValues: false, promoteBuffers: false } as const;
const big = Long.fromString('9007199254740993');

const values = {
  int: new Int32(-7),
  double: new Double(1),
  fraction: new Double(0.1),
  long: Long.fromNumber(5),
  bigLong: big,
  text: 'ä€𝄞 \u0000 end',
  empty: '',
  yes: true,
  nothing: null,
  date: new Date('2026-02-03T04:05:06.789Z'),
  ancient: new Date('1901-01-01T00:00:00.000Z'),
  id: new ObjectId('65f0c0ffee65f0c0ffee65f0'),
  bytes: new Binary(Buffer.from([0, 1, 255])),
  uuid: new UUID('0190a6b1-7c5e-7bbb-8888-0123456789ab'),
  custom: new Binary(Buffer.from([1]), 0x80),
  time: new Timestamp({ t: 4_000_000_000, i: 2 }),
  least: new MinKey(),
  most: new MaxKey(),
  list: [new Int32(1), [new Double(2)], { a: Long.fromNumber(3) }, null],
  nested: { a: { b: { c: new Double(3) } }, empty: {}, none: [] },
};

describe('values', () => {
  test('of every type come back as they went in', async () => {
    const collection = await fresh({ _id: 1, ...values });
    expect(await collection.findOne({}, asStored)).toEqual({ _id: new Int32(1), ...values });
  });

  test('keep their types when another field of the document changes', async () => {
    const collection = await fresh({ _id: 1, ...values });
    await collection.updateOne({}, { $set: { touched: true } });
    expect(await collection.findOne({}, asStored)).toEqual({ _id: new Int32(1), ...values, touched: true });
  });

  test.each(Object.entries(values))('%s is found by its value', async (name, value) => {
    const collection = await fresh({ _id: 1, [name]: value }, { _id: 2, other: 1 });
    const found = await collection.find({ [name]: value }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(name === 'nothing' ? [1, 2] : [1]);
  });

  test.each([
    ['an integer', values.int],
    ['a big integer', values.bigLong],
    ['a text', values.text],
    ['bytes', values.bytes],
    ['a UUID', values.uuid],
    ['a date', values.date],
    ['an ObjectId', values.id],
    ['a document', values.nested],
  ])('%s can be an _id', async (_, _id) => {
    const collection = await fresh({ _id });
    expect(await collection.countDocuments({ _id })).toBe(1);
    await expect(collection.insertOne({ _id })).rejects.toMatchObject({ code: 11000 });
  });
});

describe('numbers', () => {
  test('are equal by value, whatever their type, and big ones exactly', async () => {
    const collection = await fresh(
      { _id: 1, n: new Int32(5) },
      { _id: 2, n: new Double(5) },
      { _id: 3, n: Long.fromNumber(5) },
    );
    expect(await collection.countDocuments({ n: 5 })).toBe(3);
    await collection.insertMany([
      { _id: 4, n: big },
      { _id: 5, n: Long.fromString('9007199254740992') },
    ]);
    const exact = await collection.find({ n: big }).toArray();
    expect(exact.map(({ _id }) => _id)).toEqual([4]);
    const above = await collection.find({ n: { $gt: Long.fromString('9007199254740992') } }).toArray();
    expect(above.map(({ _id }) => _id)).toEqual([4]);
  });

  test('$inc keeps the wider type', async () => {
    const collection = await fresh({
      _id: 1,
      i: new Int32(1),
      l: Long.fromNumber(1),
      d: new Double(1),
      top: new Int32(2 ** 31 - 1),
    });
    const update = {
      $inc: {
        i: new Int32(1),
        l: new Int32(1),
        d: new Int32(1),
        top: new Int32(1),
        fresh: Long.fromNumber(2),
      },
    };
    await collection.updateOne({}, update);
    expect(await collection.findOne({}, asStored)).toEqual({
      _id: new Int32(1),
      i: new Int32(2),
      l: Long.fromNumber(2),
      d: new Double(2),
      top: Long.fromNumber(2 ** 31),
      fresh: Long.fromNumber(2),
    });
  });
});

describe('null and missing', () => {
  test('null matches both, $exists and $type tell them apart', async () => {
    const collection = await fresh({ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: 0 }, { _id: 4, a: [null] });
    const ids = async (filter: object) =>
      (await collection.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
    expect(await ids({ a: null })).toEqual([1, 2, 4]);
    expect(await ids({ a: { $ne: null } })).toEqual([3]);
    expect(await ids({ a: { $exists: true } })).toEqual([1, 3, 4]);
    expect(await ids({ a: { $exists: false } })).toEqual([2]);
    expect(await ids({ a: { $type: 'null' } })).toEqual([1, 4]);
    expect(await ids({ a: { $in: [null, 0] } })).toEqual([1, 2, 3, 4]);
    expect(await ids({ a: { $gte: null } })).toEqual([1, 2, 4]);
  });
});

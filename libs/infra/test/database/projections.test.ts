import { expect, test } from '@jest/globals';
import type { Document } from 'mongodb';
import { useDatabase } from './useDatabase.ts';

const { fresh } = useDatabase();
const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [{ f: 1, g: 2 }, 5, { g: 3 }] };

test.each<[string, Document, Document]>([
  ['one field, with the _id', { a: 1 }, { _id: 1, a: 1 }],
  ['one field, without the _id', { a: 1, _id: 0 }, { a: 1 }],
  ['a flag as a boolean', { a: true, _id: false }, { a: 1 }],
  ['the _id alone', { _id: 1 }, { _id: 1 }],
  ['all but the _id', { _id: 0 }, { a: 1, b: { c: 2, d: 3 }, e: document.e }],
  ['all but some', { a: 0, e: 0 }, { _id: 1, b: { c: 2, d: 3 } }],
  ['a field within', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
  ['all but a field within', { 'b.c': 0, e: 0 }, { _id: 1, a: 1, b: { d: 3 } }],
  ['a field in an array', { 'e.f': 1, _id: 0 }, { e: [{ f: 1 }, {}] }],
  ['all but a field in an array', { 'e.f': 0, a: 0, b: 0 }, { _id: 1, e: [{ g: 2 }, 5, { g: 3 }] }],
  ['a field within a value that has none', { 'a.x': 1 }, { _id: 1 }],
  ['a missing field', { x: 1 }, { _id: 1 }],
])('%s', async (_, projection, expected) => {
  const collection = await fresh(document);
  expect(await collection.findOne({}, { projection })).toEqual(expected);
});

test('refuses to include and to exclude at once', async () => {
  const collection = await fresh(document);
  await expect(collection.findOne({}, { projection: { a: 1, b: 0 } })).rejects.toHaveProperty('code');
});

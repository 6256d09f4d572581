import { Int32, Long } from 'bson';
import { badValue, unserved } from '../commandError.ts';
import { Kind, kindOf } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Value } from '../bson/value.ts';
import type { ValuePredicate } from './reach.ts';

const codes: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  int: 16,
  timestamp: 17,
  long: 18,
  minKey: -1,
  maxKey: 127,
};
const served = new Set(Object.values(codes));
const anyNumber = 'number';

const codeOfKind: Readonly<Record<Exclude<Kind, typeof Kind.number>, number>> = {
  [Kind.minKey]: -1,
  [Kind.emptyArray]: 4,
  [Kind.null]: 10,
  [Kind.string]: 2,
  [Kind.object]: 3,
  [Kind.array]: 4,
  [Kind.binary]: 5,
  [Kind.objectId]: 7,
  [Kind.boolean]: 8,
  [Kind.date]: 9,
  [Kind.timestamp]: 17,
  [Kind.regex]: 11,
  [Kind.maxKey]: 127,
};

/** BSON's number for the type of a value. */
export function typeCode(value: Value): number {
  const kind = kindOf(value);
  if (kind !== Kind.number) return codeOfKind[kind];
  if (value instanceof Int32) return 16;
  return value instanceof Long ? 18 : 1;
}

/** BSON's name for the type of a value, for messages. */
export function typeName(value: Value): string {
  const code = typeCode(value);
  return Object.keys(codes).find((name) => codes[name] === code) ?? String(code);
}

/** The test of `$type`: one type or several, by name or number. */
export function typePredicate(operand: Value): ValuePredicate {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map(wantedType);
  if (wanted.length === 0) throw badValue('$type must match at least one type');
  return (value) =>
    value !== undefined &&
    wanted.some((type) => (type === anyNumber ? isNumeric(value) : typeCode(value) === type));
}

function wantedType(operand: Value): number | typeof anyNumber {
  if (operand === anyNumber) return anyNumber;
  const code =
    typeof operand === 'string' ? codes[operand] : isNumeric(operand) ? toDouble(operand) : undefined;
  if (code === undefined || !served.has(code)) throw unserved(`$type ${JSON.stringify(operand)}`);
  return code;
}

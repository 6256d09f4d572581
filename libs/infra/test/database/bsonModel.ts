import * as fc from 'fast-check';

/** A value of the small model that the property tests compare a database with. */
export type Scalar = null | boolean | number | string | Date;

export const scalars: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom('', 'a', 'b', 'ab', '\u00e9', '\uffee', '\u{1f600}'),
  fc.string({ maxLength: 4 }),
  fc.date({ min: new Date(-1e12), max: new Date(1e13), noInvalidDate: true }),
);

function kind(value: Scalar): number {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  if (typeof value === 'string') return 2;
  return typeof value === 'boolean' ? 3 : 4;
}

/** The order of values as the specification of BSON's comparison tells it. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (kind(a) !== kind(b)) return kind(a) - kind(b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b) || 0;
}

export function sameKind(a: Scalar, b: Scalar): boolean {
  return kind(a) === kind(b);
}

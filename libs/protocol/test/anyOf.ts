import * as fc from 'fast-check';
import { z } from 'zod';

const text = (schema: z.ZodType): fc.Arbitrary<unknown> => {
  if (schema instanceof z.ZodUUID) return fc.uuid();
  if (schema instanceof z.ZodEmail) return fc.emailAddress().filter(({ length }) => length <= 254);
  if (schema instanceof z.ZodISODateTime) {
    const years = { min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    return fc.date(years).map((date) => date.toISOString());
  }
  return fc.string({ unit: 'binary', maxLength: 30 });
};

const number = (schema: z.ZodType): fc.Arbitrary<unknown> =>
  schema instanceof z.ZodNumber && schema.format === 'safeint'
    ? fc.nat()
    : fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((value) => value + 0);

const object = (shape: Record<string, z.ZodType>): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, anyOf(field)])), {
    requiredKeys: Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional)),
    noNullPrototype: true,
  });

/** Values of the shape that `schema` describes; its finer rules (lengths, refinements) are left to `filter`. */
function shapeOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return anyOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject) return object(schema.shape);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((one) => anyOf(one as z.ZodType)));
  if (schema instanceof z.ZodArray) return fc.array(anyOf(schema.element as z.ZodType), { maxLength: 3 });
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return number(schema);
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return text(schema);
  throw new TypeError(`no arbitrary for ${schema.constructor.name}`);
}

/** Values that `schema` accepts. */
export function anyOf<T>(schema: z.ZodType<T>): fc.Arbitrary<T> {
  return shapeOf(schema).filter((value) => schema.safeParse(value).success) as fc.Arbitrary<T>;
}

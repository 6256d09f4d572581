import { z } from 'zod';

/** Schemas that have a table of their own, and are only named elsewhere. */
export type Named = ReadonlyMap<z.ZodType, string>;

const object = (schema: z.ZodObject, named: Named): string => {
  const fields = Object.entries(schema.shape).map(([name, field]) => {
    const mark = field instanceof z.ZodOptional ? '?' : '';
    return `${name}${mark}: ${typeName(field as z.ZodType, named)}`;
  });
  return `{ ${fields.join(', ')} }`;
};

/** How a schema is written in a table. */
export function typeName(schema: z.ZodType, named: Named): string {
  const name = named.get(schema);
  if (name !== undefined) return name;
  if (schema instanceof z.ZodOptional) return typeName(schema.unwrap() as z.ZodType, named);
  if (schema instanceof z.ZodArray) return `${typeName(schema.element as z.ZodType, named)}[]`;
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => JSON.stringify(option)).join(' | ');
  if (schema instanceof z.ZodLiteral)
    return [...schema.values].map((value) => JSON.stringify(value)).join(' | ');
  if (schema instanceof z.ZodUnion)
    return schema.options.map((one) => typeName(one as z.ZodType, named)).join(' | ');
  if (schema instanceof z.ZodObject) return object(schema, named);
  if (schema instanceof z.ZodUUID) return 'UUID';
  if (schema instanceof z.ZodISODateTime) return 'time';
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'integer' : 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return 'string';
}

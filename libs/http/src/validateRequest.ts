import { ParleyError, ruleWords } from '@parley/protocol';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

/** What a refusal calls the parts of a request, where it is about a whole one. */
const PARTS: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

/** The field of an issue: a body’s as `body.name`, one of a query or a path by its name alone. */
function fieldOf(part: string, path: readonly PropertyKey[]): string {
  const whole = PARTS[part];
  const names = path.map(String);
  if (whole === undefined) return [part, ...names].join('.');
  return names.length === 0 ? whole : names.join('.');
}

/** Checks a part of each request against its schema; a refusal names the first field that breaks its rule, and the rule. */
export const validateRequest: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart = 'request' }) => {
  return (data: unknown) => {
    const { data: value, error } = schema.safeParse(data, { error: ruleWords });
    if (!error) return { value };
    const { path = [], message = 'is not allowed' } = error.issues[0] ?? {};
    return {
      error: new ParleyError('validation', 'invalid_field', `${fieldOf(httpPart, path)}: ${message}`),
    };
  };
};

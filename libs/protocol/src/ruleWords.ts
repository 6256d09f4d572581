import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'must be a text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
  null: 'must be null',
};
const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  email: 'must be an email address',
  url: 'must be a URL',
  datetime: 'must be an ISO 8601 time in UTC',
  date: 'must be a day such as 2026-03-01',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };
/** The longest part of a field's name that is told, in UTF-16 units: it may be anything. */
const MAX_KEY = 60;

/** A bound of a number, of a text's length or of a list's. */
function boundWords(
  which: 'most' | 'least',
  bound: number | bigint,
  origin: string,
  inclusive = true,
): string {
  const unit = UNITS[origin] ?? '';
  if (which === 'least' && unit && Number(bound) === 1) return 'must not be empty';
  if (inclusive) return `must be at ${which} ${bound}${unit}`;
  return `must be ${which === 'most' ? 'less' : 'more'} than ${bound}${unit}`;
}

/**
 * The rule that a value breaks, in words for people: what schemas say that have no words of their own. To be given to
 * `safeParse` as `error`. Nothing of the value is in it, but the name of a field that isn't known.
 */
export function ruleWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : (KINDS[issue.expected] ?? 'is of the wrong kind');
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'has the wrong form';
    case 'too_big':
      return boundWords('most', issue.maximum, issue.origin, issue.inclusive);
    case 'too_small':
      return boundWords('least', issue.minimum, issue.origin, issue.inclusive);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `must not have the field ${issue.keys[0]?.slice(0, MAX_KEY) ?? ''}`;
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'is not allowed';
  }
}

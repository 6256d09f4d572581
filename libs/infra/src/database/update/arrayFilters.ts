import { CommandError, badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { matcher } from '../query/matcher.ts';
import type { Test } from '../query/reach.ts';
import type { Path } from '../query/walkPath.ts';
import type { ElementTests } from './editPath.ts';

/** Reads array filters such as `[{'item.state': 'open'}]`: the tests of elements, by identifier. */
export function arrayFilters(filters: readonly Value[], paths: readonly Path[]): ElementTests {
  const tests = new Map<string, Test>();
  for (const filter of filters) {
    if (!isDoc(filter)) throw badValue('arrayFilters must be documents');
    const identifiers = new Set(Object.keys(filter).map((name) => name.split('.')[0] ?? ''));
    const [identifier] = identifiers;
    if (identifier === undefined || identifiers.size > 1) {
      throw failedToParse('an array filter must speak of exactly one identifier');
    }
    if (identifier.startsWith('$')) throw unserved(`${identifier} at the top of an array filter`);
    if (tests.has(identifier))
      throw failedToParse(`found several array filters for identifier ${identifier}`);
    if (!paths.some((path) => path.includes(`$[${identifier}]`))) {
      throw failedToParse(`the array filter for identifier '${identifier}' was not used in the update`);
    }
    tests.set(identifier, elementTest(identifier, filter));
  }
  return tests;
}

function elementTest(identifier: string, filter: Doc): Test {
  const matches = matcher(filter);
  return (element) => matches({ [identifier]: element });
}

function failedToParse(message: string): CommandError {
  return new CommandError(9, 'FailedToParse', message);
}

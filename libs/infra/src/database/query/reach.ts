import type { Value } from '../bson/value.ts';
import { type Path, walkElements, walkPath } from './walkPath.ts';

/** A test of a document, or of one element of an array. */
export type Test = (value: Value) => boolean;
/** A test of one value, which is undefined when the field is missing. */
export type ValuePredicate = (value: Value | undefined) => boolean;

/** How the values that a condition speaks of are reached. */
export interface Reach {
  /** Some value fulfils the test; an array does too when one of its elements does. */
  any(test: ValuePredicate): Test;
  /** Some value as a whole fulfils the test. */
  whole(test: ValuePredicate): Test;
}

/** Reaches the values of a field of a document. */
export function fieldReach(path: Path): Reach {
  return {
    any: (test) => (doc) => walkElements(doc, path, test),
    whole: (test) => (doc) => walkPath(doc, path, test),
  };
}

/** Reaches an array's element itself; an element that is an array isn't entered. */
export const elementReach: Reach = { any: (test) => test, whole: (test) => test };

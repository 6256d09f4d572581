import type { z } from 'zod';

/** Everything known about one configuration key: enough to read it, to refuse it and to document it. */
export interface Key<T> {
  /** What the value is for, as a sentence of the documentation. */
  readonly what: string;
  readonly type: z.ZodType<T, string>;
  /** A value, as it would be written; ends every error about this key. */
  readonly example: string;
  /** The value when none is given, as it would be written. */
  readonly default?: string;
  /** The value is never shown, not even a wrong one. */
  readonly secret?: boolean;
  /** Says which rule the value breaks beside the other values (those that were readable); undefined when none. */
  rule?(value: T | undefined, all: Readonly<Record<string, unknown>>): string | undefined;
}

/** A key that may be left out. */
export interface OptionalKey<T> extends Key<T> {
  readonly optional: true;
}

/** A key that has a default or must be given. */
export function key<T>(definition: Key<T>): Key<T> {
  return Object.freeze({ ...definition });
}

/** A key whose value is `undefined` when it isn't given. */
export function optionalKey<T>(definition: Omit<Key<T>, 'default'>): OptionalKey<T> {
  return Object.freeze({ ...definition, optional: true });
}

import type { Doc } from '../bson/value.ts';

/** One stage of a pipeline. */
export type Stage = (docs: Iterable<Doc>) => Iterable<Doc>;

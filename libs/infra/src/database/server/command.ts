import type { Doc } from '../bson/value.ts';
import type { Database } from '../storage/database.ts';

/** A command as it came in. */
export interface Request {
  name: string;
  db: string;
  body: Doc;
  /** Arrays of documents left as bytes, by field. */
  raw: ReadonlyMap<string, readonly Uint8Array[]>;
  database: Database;
  now: Date;
}

/** The fields of a reply, or a whole reply as BSON. */
export type Reply = Readonly<Record<string, unknown>> | Uint8Array;

/** One command of the server. */
export interface Command {
  /** The fields that are served; any other is an error that names it. */
  fields: readonly string[];
  /** The array field that is wanted as bytes. */
  rawField?: string;
  /** Whether it may change something, so that an error has to take that back. */
  writes: boolean;
  run(request: Request): Reply;
}

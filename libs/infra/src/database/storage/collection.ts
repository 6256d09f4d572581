import { decode } from '../bson/codec.ts';
import { encodeKey } from '../bson/encodeKey.ts';
import type { Doc, Value } from '../bson/value.ts';
import { distinct } from './distinct.ts';
import { duplicateKey, type Index } from './index.ts';
import { idKey } from './documentRules.ts';
import type { Sqlite } from './sqlite.ts';

/** A document with its row. */
export interface StoredDoc {
  row: number;
  doc: Doc;
}

const ascending = [1] as const;

/** One collection: documents as BSON in the order of insertion, unique by `_id`, with their index entries. */
export class Collection {
  readonly id: number;
  readonly db: string;
  readonly name: string;
  /** All indexes but the one on `_id`, which is the table's own. */
  readonly indexes: Index[] = [];
  readonly #sqlite: Sqlite;

  constructor(sqlite: Sqlite, id: number, db: string, name: string) {
    this.#sqlite = sqlite;
    this.id = id;
    this.db = db;
    this.name = name;
  }

  get namespace(): string {
    return `${this.db}.${this.name}`;
  }

  count(): number {
    return Number(this.#sqlite.first(`SELECT count(*) AS n FROM c${this.id}`)?.['n']);
  }

  /** The document in a row. */
  read(row: number): StoredDoc & { bytes: Uint8Array } {
    const bytes = this.#sqlite.first(`SELECT d FROM c${this.id} WHERE r = ?`, row)?.['d'];
    if (!(bytes instanceof Uint8Array)) throw new Error(`${this.namespace} has no row ${row}`);
    return { row, doc: decode(bytes), bytes };
  }

  /** Adds a document whose `_id` is set. Throws DuplicateKey, and then nothing has changed. */
  insert(doc: Doc, bytes: Uint8Array): void {
    const id = doc['_id'] as Value;
    const key = encodeKey([id], ascending);
    if (this.#sqlite.first(`SELECT 1 FROM c${this.id} WHERE k = ?`, key)) {
      throw duplicateKey(this.namespace, '_id_', idKey, { _id: id });
    }
    const entries = this.indexes.map((index) => ({ index, keys: index.keysFor(this.namespace, doc, 0) }));
    const row = this.#sqlite.insert(`INSERT INTO c${this.id} (k, d) VALUES (?, ?)`, key, bytes);
    for (const { index, keys } of entries) for (const key of keys) index.add(key, row);
  }

  /** Puts a document with the same `_id` into the place of a stored one. Throws DuplicateKey, nothing changed then. */
  replace({ row, doc }: StoredDoc, next: Doc, bytes: Uint8Array): void {
    const others = this.indexes.filter((index) => !index.isSameFor(doc, next));
    const entries = others.map((index) => ({
      index,
      before: index.storedKeys(doc),
      after: index.keysFor(this.namespace, next, row),
    }));
    this.#sqlite.run(`UPDATE c${this.id} SET d = ? WHERE r = ?`, bytes, row);
    for (const { index, before, after } of entries) {
      for (const key of distinct(before, after)) index.remove(key, row);
      for (const key of distinct(after, before)) index.add(key, row);
    }
  }

  remove({ row, doc }: StoredDoc): void {
    for (const index of this.indexes) for (const key of index.storedKeys(doc)) index.remove(key, row);
    this.#sqlite.run(`DELETE FROM c${this.id} WHERE r = ?`, row);
  }

  /** Fills a new index. */
  build(index: Index): void {
    const sql = `SELECT r, d FROM c${this.id} WHERE r > ? ORDER BY r LIMIT 1000`;
    for (let rows = this.#sqlite.all(sql, 0), last = 0; rows.length > 0; rows = this.#sqlite.all(sql, last)) {
      for (const { r, d } of rows) {
        last = Number(r);
        for (const key of index.keysFor(this.namespace, decode(d as Uint8Array), last)) index.add(key, last);
      }
    }
  }
}

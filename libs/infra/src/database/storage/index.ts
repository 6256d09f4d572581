import { CommandError } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import type { Doc, Value } from '../bson/value.ts';
import { fieldOf } from '../query/walkPath.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { IndexDefinition } from './indexDefinition.ts';
import { indexKeys } from './indexKeys.ts';
import type { Sqlite } from './sqlite.ts';

/** An index with its entries in a table of its own: key and row of the document. */
export class Index {
  readonly id: number;
  readonly definition: IndexDefinition;
  readonly #sqlite: Sqlite;
  #multikey: number;

  constructor(sqlite: Sqlite, id: number, definition: IndexDefinition, multikey: number) {
    this.#sqlite = sqlite;
    this.id = id;
    this.definition = definition;
    this.#multikey = multikey;
  }

  /** Whether some document had an array in the indexed field at this place. */
  isMultikey(place: number): boolean {
    return (this.#multikey & (1 << place)) !== 0;
  }

  /** A document's keys, after checking that no other document has one of them if the index is unique. */
  keysFor(namespace: string, doc: Doc, row: number): Uint8Array[] {
    const { keys, multikey } = indexKeys(this.definition, doc);
    if (this.definition.unique) {
      const sql = `SELECT 1 FROM i${this.id} WHERE k = ? AND r <> ? LIMIT 1`;
      for (const key of keys) if (this.#sqlite.first(sql, key, row)) throw this.#duplicate(namespace, doc);
    }
    if ((multikey | this.#multikey) !== this.#multikey) {
      this.#multikey |= multikey;
      this.#sqlite.run('UPDATE indexes SET multikey = ? WHERE id = ?', this.#multikey, this.id);
    }
    return keys;
  }

  /** The keys of a document that is stored. */
  storedKeys(doc: Doc): Uint8Array[] {
    return indexKeys(this.definition, doc).keys;
  }

  /** Whether a document and the one that takes its place have the same entries for certain. */
  isSameFor(before: Doc, after: Doc): boolean {
    return (
      this.definition.reads?.every((name) => isSame(fieldOf(before, name), fieldOf(after, name))) === true
    );
  }

  add(key: Uint8Array, row: number): void {
    this.#sqlite.run(`INSERT OR IGNORE INTO i${this.id} (k, r) VALUES (?, ?)`, key, row);
  }

  remove(key: Uint8Array, row: number): void {
    this.#sqlite.run(`DELETE FROM i${this.id} WHERE k = ? AND r = ?`, key, row);
  }

  #duplicate(namespace: string, doc: Doc): CommandError {
    const { name, fields, spec } = this.definition;
    const values: Doc = {};
    for (const { name, path } of fields) {
      let at: Doc[string] | undefined = doc;
      for (const part of path) at = isDoc(at) ? fieldOf(at, part) : undefined;
      values[name] = at ?? null;
    }
    return duplicateKey(namespace, name, spec['key'] as Doc, values);
  }
}

const isSame = (one: Value | undefined, other: Value | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && compare(one, other) === 0);

/** The error of a second document with the same key; it names the fields and carries their values. */
export function duplicateKey(namespace: string, index: string, keyPattern: Doc, keyValue: Doc): CommandError {
  const fields = Object.keys(keyPattern).join(', ');
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${fields} }`;
  return new CommandError(11000, 'DuplicateKey', message, { keyPattern, keyValue });
}

import { decode, encode } from '../bson/codec.ts';
import { CommandError } from '../commandError.ts';
import { Collection } from './collection.ts';
import { Index } from './index.ts';
import { type IndexDefinition, indexDefinition } from './indexDefinition.ts';
import type { Sqlite } from './sqlite.ts';

/** Which collections and indexes there are: in memory, and in SQLite. */
export class Catalogue {
  readonly #sqlite: Sqlite;
  #collections = new Map<string, Collection>();

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    sqlite.schema(`
      CREATE TABLE IF NOT EXISTS collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (db, name));
      CREATE TABLE IF NOT EXISTS indexes (
        id INTEGER PRIMARY KEY AUTOINCREMENT, collection INTEGER NOT NULL, spec BLOB NOT NULL,
        multikey INTEGER NOT NULL DEFAULT 0)`);
    this.load();
  }

  /** Reads everything again, for instance after a rollback. */
  load(): void {
    const byId = new Map<number, Collection>();
    for (const { id, db, name } of this.#sqlite.all('SELECT id, db, name FROM collections ORDER BY id')) {
      byId.set(Number(id), new Collection(this.#sqlite, Number(id), String(db), String(name)));
    }
    for (const row of this.#sqlite.all('SELECT id, collection, spec, multikey FROM indexes ORDER BY id')) {
      const definition = indexDefinition(decode(row['spec'] as Uint8Array));
      const index = new Index(this.#sqlite, Number(row['id']), definition, Number(row['multikey']));
      byId.get(Number(row['collection']))?.indexes.push(index);
    }
    this.#collections = new Map([...byId.values()].map((each) => [`${each.db}.${each.name}`, each]));
  }

  get(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  all(): Collection[] {
    return [...this.#collections.values()];
  }

  /** The collection, made when there is none. Throws InvalidNamespace. */
  getOrCreate(db: string, name: string): Collection {
    return this.get(db, name) ?? this.#create(db, name);
  }

  #create(db: string, name: string): Collection {
    if (
      name === '' ||
      /[$\0]/.test(name) ||
      name.startsWith('system.') ||
      !/^[^/\\. "$*<>:|?\0]{1,63}$/.test(db)
    ) {
      throw new CommandError(73, 'InvalidNamespace', `invalid namespace: ${db}.${name}`);
    }
    const id = this.#sqlite.insert('INSERT INTO collections (db, name) VALUES (?, ?)', db, name);
    this.#sqlite.schema(
      `CREATE TABLE c${id} (r INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, d BLOB NOT NULL)`,
    );
    const collection = new Collection(this.#sqlite, id, db, name);
    this.#collections.set(`${db}.${name}`, collection);
    return collection;
  }

  drop(collection: Collection): void {
    for (const index of collection.indexes) this.#dropTables(index);
    this.#sqlite.run('DELETE FROM collections WHERE id = ?', collection.id);
    this.#sqlite.schema(`DROP TABLE c${collection.id}`);
    this.#collections.delete(`${collection.db}.${collection.name}`);
  }

  /** Makes an index with the entries of all documents that are there. Throws DuplicateKey. */
  createIndex(collection: Collection, definition: IndexDefinition): void {
    const sql = 'INSERT INTO indexes (collection, spec) VALUES (?, ?)';
    const id = this.#sqlite.insert(sql, collection.id, encode(definition.spec));
    this.#sqlite.schema(
      `CREATE TABLE i${id} (k BLOB NOT NULL, r INTEGER NOT NULL, PRIMARY KEY (k, r)) WITHOUT ROWID`,
    );
    const index = new Index(this.#sqlite, id, definition, 0);
    collection.build(index);
    collection.indexes.push(index);
  }

  dropIndex(collection: Collection, index: Index): void {
    this.#dropTables(index);
    collection.indexes.splice(collection.indexes.indexOf(index), 1);
  }

  #dropTables(index: Index): void {
    this.#sqlite.run('DELETE FROM indexes WHERE id = ?', index.id);
    this.#sqlite.schema(`DROP TABLE i${index.id}`);
  }
}

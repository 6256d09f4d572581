import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A row as SQLite gives it; blobs are Uint8Array, integers are numbers. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** How long the last process on the same file may take to end. */
const lockMs = 2000;

/**
 * One SQLite file with its prepared statements. WAL with synchronous=NORMAL keeps every committed transaction through
 * the death of the process (a loss of power may take the last ones). Locked for this process alone.
 */
export class Sqlite {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens or makes the file. Throws when another process has it. */
  constructor(file: string) {
    this.#db = new DatabaseSync(file, { timeout: lockMs });
    this.#db.exec('PRAGMA locking_mode = EXCLUSIVE');
    try {
      this.#db.exec('PRAGMA journal_mode = WAL');
    } catch (cause) {
      throw new Error(`${file} can't be opened; it may be in use by another process`, { cause });
    }
    this.#db.exec('PRAGMA synchronous = NORMAL');
    this.#db.exec('PRAGMA cache_size = -65536');
    this.#db.exec('PRAGMA temp_store = MEMORY');
  }

  /** Runs a statement that is used once; schema changes make prepared statements stale. */
  schema(sql: string): void {
    this.#db.exec(sql);
    this.#statements.clear();
  }

  /** Runs a statement for its effect and gives the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Inserts a row and gives its rowid. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid);
  }

  all(sql: string, ...values: SQLInputValue[]): SqlRow[] {
    return this.#prepare(sql).all(...values);
  }

  first(sql: string, ...values: SQLInputValue[]): SqlRow | undefined {
    return this.#prepare(sql).get(...values);
  }

  /** Whether a transaction is open. SQLite itself ends one at some errors, such as a full disk. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

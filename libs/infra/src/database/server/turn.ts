import type { Database } from '../storage/database.ts';

/** What a message asks for: makes the reply, or throws. */
export interface Work {
  writes: boolean;
  run(): Uint8Array;
  fail(error: unknown): Uint8Array;
  reply(document: Uint8Array): void;
}

/**
 * Runs all work that comes within one turn of the event loop in one transaction, a savepoint for each, and sends the
 * replies after it is committed: what a client was told is kept, and many clients share the cost of a commit.
 */
export class Turn {
  readonly #database: Database;
  #pending: { work: Work; document: Uint8Array }[] | undefined;
  /** Why the transaction is lost, with all that was done in it. */
  #lost: unknown;

  constructor(database: Database) {
    this.#database = database;
  }

  submit(work: Work): void {
    this.#pending ??= this.#begin();
    this.#pending.push({
      work,
      document: this.#lost === undefined ? this.#run(work) : work.fail(this.#lost),
    });
  }

  #begin(): [] {
    this.#database.sqlite.run('BEGIN');
    setImmediate(() => this.finish());
    return [];
  }

  #run(work: Work): Uint8Array {
    try {
      if (work.writes) this.#database.sqlite.run('SAVEPOINT command');
      const document = work.run();
      if (work.writes) this.#database.sqlite.run('RELEASE command');
      return document;
    } catch (error) {
      if (work.writes) this.#takeBack(error);
      return work.fail(error);
    }
  }

  #takeBack(error: unknown): void {
    const { sqlite, catalogue } = this.#database;
    if (!sqlite.inTransaction) {
      this.#lost = error;
      return;
    }
    sqlite.run('ROLLBACK TO command');
    sqlite.run('RELEASE command');
    catalogue.load();
  }

  /** Commits, then sends the replies of the turn. If the transaction is lost, each of them is the error. */
  finish(): void {
    const pending = this.#pending;
    if (!pending) return;
    const lost = this.#lost ?? this.#commit();
    this.#pending = undefined;
    this.#lost = undefined;
    if (lost !== undefined) this.#database.catalogue.load();
    for (const { work, document } of pending) work.reply(lost === undefined ? document : work.fail(lost));
  }

  /** Gives the error if it can't be done. */
  #commit(): unknown {
    const { sqlite } = this.#database;
    try {
      sqlite.run('COMMIT');
      return undefined;
    } catch (error) {
      if (sqlite.inTransaction) sqlite.run('ROLLBACK');
      return error;
    }
  }
}

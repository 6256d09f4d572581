import type { Collection } from './collection.ts';
import type { KeyRange } from './keyRange.ts';
import type { Plan } from './plan.ts';
import type { Sqlite } from './sqlite.ts';

/** A document's row and bytes. */
export interface ScannedRow {
  row: number;
  bytes: Uint8Array;
}

const successor = Uint8Array.of(0);

/**
 * Reads what a plan says, in chunks; each chunk begins after the last key of the one before, so nothing stays open in
 * between and documents may change meanwhile.
 */
export class Scan {
  readonly #sqlite: Sqlite;
  readonly #table: string;
  readonly #plan: Plan;
  readonly #seen: Set<number> | undefined;
  #range = 0;
  #lastRow = 0;
  #lastKey: Uint8Array | undefined;
  #done = false;

  constructor(sqlite: Sqlite, collection: Collection, plan: Plan) {
    this.#sqlite = sqlite;
    this.#table = `c${collection.id}`;
    this.#plan = plan;
    this.#seen = plan.repeats ? new Set() : undefined;
  }

  /** The next rows, at most `size` of them; none means that the scan has ended. */
  next(size: number): ScannedRow[] {
    while (!this.#done) {
      const found = this.#chunk(size);
      const last = found.at(-1);
      if (last) {
        this.#lastRow = Number(last['r']);
        this.#lastKey = last['k'] as Uint8Array | undefined;
      }
      if (found.length < size) this.#nextRange();
      const rows = found.map(({ r, d }) => ({ row: Number(r), bytes: d as Uint8Array }));
      const fresh = this.#seen ? rows.filter(({ row }) => this.#isNew(row)) : rows;
      if (fresh.length > 0) return fresh;
    }
    return [];
  }

  #nextRange(): void {
    this.#range++;
    this.#lastKey = undefined;
    this.#done = this.#range >= this.#plan.ranges.length;
  }

  #isNew(row: number): boolean {
    const isNew = !this.#seen?.has(row);
    this.#seen?.add(row);
    return isNew;
  }

  #chunk(size: number) {
    const { source } = this.#plan;
    const table = this.#table;
    if (source === 'table') {
      return this.#sqlite.all(
        `SELECT r, d FROM ${table} WHERE r > ? ORDER BY r LIMIT ?`,
        this.#lastRow,
        size,
      );
    }
    const range = this.#plan.ranges[this.#range];
    if (!range) return [];
    return source === 'id' ? this.#byId(range, size) : this.#byIndex(source.id, range, size);
  }

  #byId({ low, high }: KeyRange, size: number) {
    const table = this.#table;
    if (this.#plan.reverse) {
      const sql = `SELECT k, r, d FROM ${table} WHERE k < ? AND k >= ? ORDER BY k DESC LIMIT ?`;
      return this.#sqlite.all(sql, this.#lastKey ?? high, low, size);
    }
    const sql = `SELECT k, r, d FROM ${table} WHERE k >= ? AND k < ? ORDER BY k LIMIT ?`;
    const from = this.#lastKey ? Buffer.concat([this.#lastKey, successor]) : low;
    return this.#sqlite.all(sql, from, high, size);
  }

  #byIndex(id: number, { low, high }: KeyRange, size: number) {
    const select = `SELECT i.k AS k, i.r AS r, c.d AS d FROM i${id} AS i CROSS JOIN ${this.#table} AS c ON c.r = i.r`;
    const lastRow = this.#lastKey ? this.#lastRow : 0;
    if (this.#plan.reverse) {
      const sql = `${select} WHERE (i.k, i.r) < (?, ?) AND i.k >= ? ORDER BY i.k DESC, i.r DESC LIMIT ?`;
      return this.#sqlite.all(sql, this.#lastKey ?? high, lastRow, low, size);
    }
    const sql = `${select} WHERE (i.k, i.r) > (?, ?) AND i.k < ? ORDER BY i.k, i.r LIMIT ?`;
    return this.#sqlite.all(sql, this.#lastKey ?? low, lastRow, high, size);
  }
}

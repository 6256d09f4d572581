import { RequestError } from '../../http/requestError.ts';
import type { AdminApi } from '../api/adminApi.ts';
import type { CannedReply } from '../api/cannedReply.ts';
import { type CannedRow, nextToWrite } from './cannedRows.ts';

/** A reply couldn't be kept; `cause` says why. */
export class RowRefused extends Error {
  readonly id: string;

  constructor(id: string, cause: unknown) {
    super('A canned reply couldn’t be kept.', { cause });
    this.id = id;
  }
}

/** Brings to the server what was done to canned replies. After a failure it goes on where it was. */
export class CannedWriter {
  readonly #api: Pick<AdminApi, 'keepReply' | 'removeReply'>;
  /** Ids of what is to be removed there. */
  readonly #gone = new Set<string>();

  constructor(api: Pick<AdminApi, 'keepReply' | 'removeReply'>) {
    this.#api = api;
  }

  /** One that the server has is removed there, with the next writing. */
  drop(id: string): void {
    this.#gone.add(id);
  }

  /**
   * Removes what was dropped, then writes all rows that were changed; `done` is told each one, so that `rows` has it as
   * written. Rejects with `RowRefused`, or with the `RequestError` of a removal.
   */
  async write(
    rows: () => readonly CannedRow[],
    done: (row: CannedRow, was: CannedReply) => void,
  ): Promise<void> {
    // First, as it makes room and short-cuts free.
    await this.#remove();
    for (let row = nextToWrite(rows()); row; row = nextToWrite(rows())) {
      const { id, owner, shortcut, text, was } = row;
      const reply = { id, owner, shortcut, text };
      await this.#api.keepReply(reply).catch((error: unknown) => {
        throw new RowRefused(id, error);
      });
      // It has another owner now, and so another id.
      if (was && was.id !== id) this.drop(was.id);
      done(row, reply);
    }
    await this.#remove();
  }

  async #remove(): Promise<void> {
    for (const id of this.#gone) {
      await this.#api.removeReply(id).catch((error: unknown) => {
        // Somebody else was faster.
        if (!(error instanceof RequestError) || error.error.category !== 'not_found') throw error;
      });
      this.#gone.delete(id);
    }
  }
}

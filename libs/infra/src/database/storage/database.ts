import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Catalogue } from './catalogue.ts';
import { Cursors } from './cursors.ts';
import { Sqlite } from './sqlite.ts';

/** All that one data folder holds, and the cursors that are open on it. */
export class Database {
  readonly sqlite: Sqlite;
  readonly catalogue: Catalogue;
  readonly cursors = new Cursors();

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.sqlite = new Sqlite(join(dataDir, 'database.sqlite'));
    this.catalogue = new Catalogue(this.sqlite);
  }

  close(): void {
    this.sqlite.close();
  }
}

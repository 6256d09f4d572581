import type { Log } from '../process/logSink.ts';
import type { Child } from '../process/startChild.ts';

export type DatabaseOptions = {
  /** The folder of the server's files; made when missing. What it holds is there again after the next start. */
  dataDir: string;
  /** A free one when left out. */
  port?: number | undefined;
  log?: Log;
  /** How long it may take until it serves. */
  readyMs?: number | undefined;
};

/** A running database server, for the official `mongodb` driver. */
export type DatabaseServer = Child & {
  readonly kind: 'embedded' | 'mongod' | 'ferretdb';
  /** The connection string, without a database's name. */
  readonly url: string;
  readonly port: number;
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley, type Parley } from '@parley/dev';
import { freshDatabase } from './freshDatabase.ts';

export type StackOptions = {
  readonly replicas?: Readonly<Record<string, number>>;
  readonly env?: NodeJS.ProcessEnv;
};

/** All of Parley, as `npm start` runs it, on a folder of its own. */
export interface Stack {
  /** The running program; another one after a restart. */
  readonly parley: Parley;
  /** The same over restarts. */
  readonly url: string;
  readonly wsUrl: string;
  readonly dataDir: string;
  /** The address of its database when that runs elsewhere. */
  readonly outsideDatabase: string | undefined;
  /** Ends everything and starts it again on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Stops, and removes what it kept. */
  end(): Promise<void>;
}

/**
 * Starts Parley on the embedded database, or on a fresh database of the server that `PARLEY_TEST_MONGODB_URI` names.
 * @throws Error with what it said when it can't start
 */
export async function startStack({ replicas = {}, env = {} }: StackOptions = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-e2e-'));
  const database = freshDatabase();
  const start = (port: number): Promise<Parley> =>
    startParley({ dataDir, port, replicas, env: { ...database.env, ...env } });
  let parley = await start(0);
  let running = true;
  const { url, wsUrl } = parley;
  const stop = async (): Promise<void> => {
    if (running) await parley.stop();
    running = false;
  };
  return {
    get parley() {
      return parley;
    },
    url,
    wsUrl,
    dataDir,
    outsideDatabase: database.env['MONGODB_URI'],
    async restart() {
      await stop();
      parley = await start(Number(new URL(url).port));
      running = true;
    },
    stop,
    async end() {
      await stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

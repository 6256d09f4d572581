import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { type DatabaseServer, startEmbeddedDatabase } from '../../src/index.ts';

/** Gives each test an embedded database of its own that it may kill and start again on the same folder and port. */
export function useEmbeddedDatabase() {
  let dataDir: string;
  let server: DatabaseServer;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'));
    server = await startEmbeddedDatabase({ dataDir });
  });
  afterEach(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    server: () => server,
    dataDir: () => dataDir,
    startAgain: async () => {
      server = await startEmbeddedDatabase({ dataDir, port: server.port });
    },
  };
}

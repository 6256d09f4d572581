import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { eventually } from '@parley/testing';
import type { MongoClient } from 'mongodb';
import { connect } from './connect.ts';
import { watchMonitors } from './watchMonitors.ts';

/** What is used of the driver's inside to have it hang: nothing public does it for certain. */
interface Inside {
  readonly topology: { readonly s: { readonly servers: ReadonlyMap<string, Server> } };
}
interface Server {
  readonly monitor: { readonly connection: { readonly socket: Socket } | null; requestCheck(): void };
}

let dataDir: string;
let server: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-monitors-'));
  server = await startEmbeddedDatabase({ dataDir });
});
afterAll(async () => {
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
});

/** The next look asks on a connection that is closed already, but not told to be. */
function haveHang(client: MongoClient): void {
  const { topology } = client as unknown as Inside;
  for (const { monitor } of topology.s.servers.values()) {
    monitor.connection?.socket.destroy();
    monitor.requestCheck();
  }
}

test('[P15] a client whose driver looks for the database no more is connected anew, and goes on with what it has', async () => {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
  const client = connect(server.url, log);
  const watch = watchMonitors(client, log, 1000);
  const things = client.db('monitors').collection<{ _id: number }>('things');
  await things.insertOne({ _id: 1 });
  const isRenewed = (): boolean => lines.some((line) => line.includes('database.monitor_hung'));
  const tryAgain = (): boolean => {
    if (!isRenewed()) haveHang(client);
    return isRenewed();
  };
  // It looks at once only where it hasn't for half a second.
  await eventually('it has hung', tryAgain, { timeoutMs: 15_000, everyMs: 1500 });
  await eventually('it is read', async () => (await things.findOne({ _id: 1 })) !== null);

  await server.kill();
  await eventually('it is lost', async () => {
    await expect(things.findOne({ _id: 1 })).rejects.toThrow();
    return true;
  });
  server = await startEmbeddedDatabase({ dataDir, port: server.port });
  await eventually('it is read again', async () => (await things.findOne({ _id: 1 })) !== null);
  await watch.stop();
  await client.close();
});

test('[P15] one that only takes its time isn’t', async () => {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', destination: { write: (line) => void lines.push(line) } });
  const client = connect(server.url, log);
  const watch = watchMonitors(client, log, 1000);
  await client.connect();
  const { pid } = server;
  process.kill(pid, 'SIGSTOP');
  // Longer than a look of the driver's may take by itself.
  await expect(client.db('monitors').command({ ping: 1 })).rejects.toThrow();
  process.kill(pid, 'SIGCONT');
  await eventually('it answers', async () => (await client.db('monitors').command({ ping: 1 }))['ok'] === 1);
  await watch.stop();
  await client.close();
  expect(lines.filter((line) => line.includes('monitor_hung'))).toEqual([]);
});

import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Database } from '../storage/database.ts';
import { serveConnection } from './connection.ts';
import { dispatch } from './dispatch.ts';
import { sweepExpired } from './sweepExpired.ts';
import { Turn } from './turn.ts';

/** A server that listens. */
export interface Served {
  port: number;
  /** Ends all connections and closes the files. */
  close(): Promise<void>;
}

const host = '127.0.0.1';
const maxConnections = 2000;
const sweepMs = 1000;

/** Serves a data folder on a port of the loopback interface; port 0 takes a free one. Rejects when either is in use. */
export async function serve(dataDir: string, port: number): Promise<Served> {
  const database = new Database(dataDir);
  const turn = new Turn(database);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, (message, reply) => dispatch(database, turn, message, reply));
  });
  server.maxConnections = maxConnections;
  server.listen(port, host);
  await once(server, 'listening');
  const sweep = setInterval(() => sweepExpired(database, turn, new Date()), sweepMs);
  return {
    port: portOf(server),
    close: async () => {
      clearInterval(sweep);
      turn.finish();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
      database.close();
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

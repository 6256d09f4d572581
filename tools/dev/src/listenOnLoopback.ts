import { once } from 'node:events';
import type { Server } from 'node:http';

export type Listening = { readonly port: number; close(): Promise<void> };

/**
 * Lets servers listen on both addresses that `localhost` may mean, 127.0.0.1 and ::1 (where there is one).
 * @throws Error when the port is taken
 */
export async function listenOnLoopback(create: () => Server, port: number): Promise<Listening> {
  const first = create();
  await listen(first, port, '127.0.0.1');
  const address = first.address();
  if (address === null || typeof address === 'string') throw new Error('the front door has no port');
  const servers = [first];
  try {
    const second = create();
    await listen(second, address.port, '::1');
    servers.push(second);
  } catch (error) {
    // A machine without IPv6 does with the first one; so does a port that was free in IPv4 by chance.
    if (codeOf(error) === 'EADDRINUSE' && port !== 0) {
      await close(first);
      throw taken(port, error);
    }
  }
  return {
    port: address.port,
    async close() {
      await Promise.all(servers.map(close));
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw codeOf(error) === 'EADDRINUSE' && host === '127.0.0.1' ? taken(port, error) : error;
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function taken(port: number, cause: unknown): Error {
  return new Error(
    `PORT ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
    { cause },
  );
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

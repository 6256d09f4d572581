import type { ConnectionOptions } from 'nats';

/**
 * Options of the connection for `url`: one or more `nats://` or `tls://` addresses, by commas; user and password, or a
 * token, may stand in the first one.
 *
 * It never gives up and notices a dead peer within nine seconds: what is away comes back, and until then everything is
 * refused at once instead of being kept in a buffer.
 * @throws TypeError when an address can't be read
 */
export function connectionOptions(url: string, name: string): ConnectionOptions {
  const servers = url.split(',').map((address) => parse(address.trim()));
  const [first] = servers;
  return {
    name,
    servers: servers.map(({ host }) => host),
    ...credentials(first),
    ...(servers.some(({ protocol }) => protocol === 'tls:') ? { tls: {} } : {}),
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    // A wrong password may be put right on the other side: it is no reason to give up for ever.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    reconnectJitterTLS: 250,
    pingInterval: 3000,
    maxPingOut: 2,
    timeout: 5000,
    noAsyncTraces: true,
  };
}

function parse(address: string): URL {
  const parsed = URL.parse(address.includes('://') ? address : `nats://${address}`);
  if (!parsed?.host || !['nats:', 'tls:'].includes(parsed.protocol)) {
    throw new TypeError('url: must be an address like nats://localhost:4222');
  }
  return parsed;
}

function credentials(server: URL | undefined): Pick<ConnectionOptions, 'user' | 'pass' | 'token'> {
  if (!server?.username) return {};
  const user = decodeURIComponent(server.username);
  return server.password ? { user, pass: decodeURIComponent(server.password) } : { token: user };
}

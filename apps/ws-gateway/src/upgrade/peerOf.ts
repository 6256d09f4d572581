import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { TLSSocket } from 'node:tls';
import { plainAddress } from '@parley/http';

/** Who is at the other end of the line. */
export interface Peer {
  /** The client's address; where a trusted proxy names none, the proxy's. `undefined`: the line is gone. */
  readonly address: string | undefined;
  /** What handshakes are counted by: an IPv4 address, or the /64 that one subscriber has of IPv6. */
  readonly network: string;
  /** The client's own connection is by TLS. */
  readonly secure: boolean;
}

/** The first four groups of an IPv6 address; what stands for zeros is written out before. */
function network64(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':');
}

/** The last of a list that proxies append to, what the nearest one saw with its own eyes; empty ones don't count. */
const lastOf = (header: string | string[] | undefined): string | undefined =>
  [header ?? '']
    .flat()
    .flatMap((line) => line.split(','))
    .map((one) => one.trim())
    .findLast(Boolean);

/** @param trustProxy whether what a proxy says in `X-Forwarded-*` is believed */
export function peerOf({ socket, headers }: IncomingMessage, trustProxy: boolean): Peer {
  const seen = trustProxy ? plainAddress(lastOf(headers['x-forwarded-for'])) : undefined;
  const address = seen ?? plainAddress(socket.remoteAddress);
  const forwarded = trustProxy ? lastOf(headers['x-forwarded-proto']) : undefined;
  return {
    address,
    network: address !== undefined && isIPv6(address) ? network64(address) : (address ?? ''),
    secure: forwarded === undefined ? socket instanceof TLSSocket : forwarded === 'https',
  };
}

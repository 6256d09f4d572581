import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { tokenOf, type Verified, type VerifyToken } from '@parley/auth';
import { within } from '@parley/lifecycle';
import type { Logger } from '@parley/logging';
import { ParleyError } from '@parley/protocol';
import type { Limits } from '../limits/Limits.ts';
import type { Metrics } from '../metrics.ts';
import { checkRequest } from './checkRequest.ts';
import { peerOf, type Peer } from './peerOf.ts';
import { refuse } from './refuse.ts';
import { Refusal, refusal } from './Refusal.ts';

/** The longest that checking a token may take, in milliseconds. */
const VERIFY_MS = 5000;
/** Tokens that may be checked at the same time. */
const MOST_HANDSHAKES = 1000;

/** Who is let in, and from where. */
export interface Accepted extends Verified {
  readonly address: string | undefined;
}

export interface UpgradeOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly verify: VerifyToken;
  /** Milliseconds since the start; never goes back. */
  readonly elapsed: () => number;
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Plain connections are refused. */
  readonly tlsRequired: boolean;
  /** No more sockets are taken. */
  readonly isFull: () => boolean;
  readonly isDraining: () => boolean;
  /** Takes what passed all checks. */
  readonly accept: (request: IncomingMessage, line: Duplex, head: Buffer, about: Accepted) => void;
}

export interface Upgrade {
  readonly handle: (request: IncomingMessage, line: Duplex, head: Buffer) => void;
  /** Those whose token is being checked. */
  readonly pending: number;
}

/**
 * Decides over upgrades, cheap checks before dear ones, all of them before there is a WebSocket: what is refused is
 * refused over HTTP and leaves nothing behind.
 */
export function createUpgrade(options: UpgradeOptions): Upgrade {
  const { limits, elapsed, log, metrics } = options;
  let pending = 0;

  function checkCheap(request: IncomingMessage, { network, secure }: Peer): string {
    checkRequest(request);
    if (options.isDraining() || options.isFull() || pending >= MOST_HANDSHAKES) {
      throw refusal(503, 'service', 'unavailable', 'This server takes no more connections.', {
        retryAfterMs: 1000,
      });
    }
    if (options.tlsRequired && !secure) {
      throw refusal(426, 'validation', 'invalid_field', 'connection: must be by TLS (wss://).', {
        headers: { Upgrade: 'TLS/1.2, HTTP/1.1' },
      });
    }
    const { origin } = request.headers;
    if (origin !== undefined && !options.allowedOrigins.includes(origin)) {
      throw refusal(403, 'permission', 'origin', 'Origin: must be one of those that are allowed.');
    }
    const retryAfterMs = limits.handshakes.take(network, elapsed());
    if (retryAfterMs > 0) {
      throw refusal(429, 'rate_limit', 'connections', 'Too many connections from here.', { retryAfterMs });
    }
    return tokenOf(request);
  }

  /** Checks the token, then the limit of its user: nobody can use up somebody else's. */
  async function checkToken(token: string): Promise<Verified> {
    pending++;
    try {
      const verified = await within('checking a token', VERIFY_MS, () => options.verify(token));
      const retryAfterMs = limits.connections.take(verified.user.id, elapsed());
      if (retryAfterMs > 0) {
        throw refusal(429, 'rate_limit', 'connections', 'Too many connections.', { retryAfterMs });
      }
      return verified;
    } finally {
      pending--;
    }
  }

  function refuseFor(line: Duplex, thrown: unknown): void {
    const refused = Refusal.from(thrown);
    const { status, error } = refused;
    metrics.refused.inc({ status });
    if (error.code === 'internal') log.error('upgrade.failed', error.cause);
    else log.info('upgrade.refused', { status, category: error.category, code: error.code });
    refuse(line, refused);
  }

  async function decide(request: IncomingMessage, line: Duplex, head: Buffer): Promise<void> {
    // A line that breaks while its token is checked must not break the process.
    const ignore = (): void => void line.destroy();
    line.on('error', ignore);
    try {
      const peer = peerOf(request, options.trustProxy);
      const verified = await checkToken(checkCheap(request, peer));
      if (line.destroyed) return;
      if (options.isDraining()) {
        throw new ParleyError('service', 'unavailable', 'This server takes no more connections.');
      }
      options.accept(request, line, head, { ...verified, address: peer.address });
      line.off('error', ignore);
    } catch (error) {
      refuseFor(line, error);
    }
  }

  return {
    handle: (request, line, head) => void decide(request, line, head),
    get pending() {
      return pending;
    },
  };
}

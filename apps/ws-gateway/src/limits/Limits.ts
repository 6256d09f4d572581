import type { Rate } from '@parley/config';
import { TokenBuckets } from './TokenBuckets.ts';

export interface LimitRates {
  /** Handshakes of one address, whoever they are for. */
  readonly handshakes: Rate;
  /** Connections of one user. */
  readonly connections: Rate;
  /** Messages of one user, over all of their sockets. */
  readonly messages: Rate;
  /** Calls for help and withdrawals of one user, over all of their sockets. */
  readonly help: Rate;
}

/** What outlives a connection: else whoever closes and comes back would have a full bucket again. */
export class Limits {
  readonly handshakes: TokenBuckets;
  readonly connections: TokenBuckets;
  readonly messages: TokenBuckets;
  readonly help: TokenBuckets;

  constructor(rates: LimitRates) {
    this.handshakes = new TokenBuckets(rates.handshakes);
    this.connections = new TokenBuckets(rates.connections);
    this.messages = new TokenBuckets(rates.messages);
    this.help = new TokenBuckets(rates.help);
  }

  /** Buckets that aren't full. */
  get size(): number {
    return this.handshakes.size + this.connections.size + this.messages.size + this.help.size;
  }

  sweep(now: number): void {
    this.handshakes.sweep(now);
    this.connections.sweep(now);
    this.messages.sweep(now);
    this.help.sweep(now);
  }
}

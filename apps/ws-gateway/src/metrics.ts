import { Counter, Gauge, type Registry } from '@parley/http';

/** What is counted as it happens. */
export interface Metrics {
  readonly opened: Counter;
  readonly closed: Counter<'code'>;
  readonly refused: Counter<'status'>;
}

/** What is held at the moment; all of it is zero when no socket is left. */
export interface Held {
  readonly connections: number;
  readonly sessions: number;
  /** Of these, sessions that admins watch. */
  readonly watched: number;
  readonly users: number;
  /** Of these, who may take sessions over. */
  readonly admins: number;
  /** Tokens of whoever is or was an admin that no worker has looked at yet. */
  readonly unchecked: number;
  readonly outcomes: number;
  readonly buckets: number;
  readonly handshakes: number;
}

const HELP: Readonly<Record<keyof Held, string>> = {
  connections: 'Open sockets',
  sessions: 'Sessions with sockets here, each with one subscription',
  watched: 'Sessions that admins watch here, each with one subscription more',
  users: 'Users with sockets that use sessions here, each with one subscription',
  admins: 'Users with sockets here who may take sessions over',
  unchecked: 'Sockets of admins whose roles no worker has looked at yet',
  outcomes: 'Outcomes of commands that are waited for',
  buckets: 'Rate limit buckets that are not full',
  handshakes: 'Upgrades whose token is being checked',
};

/** @param held asked for at each scrape */
export function gatewayMetrics(registry: Registry, held: () => Held): Metrics {
  for (const name of Object.keys(HELP) as (keyof Held)[]) {
    registry.registerMetric(
      new Gauge({
        name: `gateway_${name}`,
        help: HELP[name],
        registers: [],
        collect() {
          this.set(held()[name]);
        },
      }),
    );
  }
  const registers = [registry];
  return {
    opened: new Counter({ name: 'gateway_connections_opened_total', help: 'Sockets opened', registers }),
    closed: new Counter({
      name: 'gateway_connections_closed_total',
      help: 'Sockets closed, by close code',
      labelNames: ['code'],
      registers,
    }),
    refused: new Counter({
      name: 'gateway_upgrades_refused_total',
      help: 'Upgrades refused, by HTTP status',
      labelNames: ['status'],
      registers,
    }),
  };
}

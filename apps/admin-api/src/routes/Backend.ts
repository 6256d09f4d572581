import type { Bus, Line } from '@parley/bus';
import type { Model } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';

/** Lets requests of admins pass, each with its user; to stand before every route. */
export type Guard = readonly ((request: FastifyRequest) => Promise<void>)[];

/** What the routes work with. */
export interface Backend {
  readonly guard: Guard;
  readonly store: Store;
  readonly line: Pick<Line<Bus>, 'connected'>;
  readonly models: readonly Model[];
}

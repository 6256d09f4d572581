import type { Bus, Line, ModelsView } from '@parley/bus';
import type { Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import type { TellRoles } from './endLostRole.ts';

/** Lets requests of admins pass, each with its user; to stand before every route. */
export type Guard = readonly ((request: FastifyRequest) => Promise<void>)[];

/** What the routes work with. */
export interface Backend {
  readonly guard: Guard;
  readonly store: Store;
  readonly tellRoles: TellRoles;
  readonly line: Pick<Line<Bus>, 'connected'>;
  readonly models: Pick<ModelsView, 'states'>;
}

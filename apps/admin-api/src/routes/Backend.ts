import type { Model, Note, User } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import type { Line } from '../line/createLine.ts';

/** Lets requests of admins pass, each with its user; to stand before every route. */
export type Guard = readonly ((request: FastifyRequest) => Promise<void>)[];

/** What is kept of admins. */
export interface People {
  /** Notes about a session, oldest first. */
  readonly notes?: { readonly list: (sessionId: string) => Promise<readonly Note[]> };
  /** Keeps that there is such an admin. */
  readonly admins?: { readonly seen: (admin: User) => Promise<unknown> };
}

/** What the routes work with. */
export interface Backend {
  readonly guard: Guard;
  readonly store: Store;
  readonly line: Pick<Line, 'connected'>;
  readonly people: People;
  readonly models: readonly Model[];
}

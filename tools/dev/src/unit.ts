import type { Child } from '@parley/infra';

/** A process that serves on a port. */
export type Running = Child & { readonly url: string; readonly port: number };

/** One process of the stack: what it is and how it is started, on the same port each time. */
export type Unit = {
  readonly service: string;
  /** Which replica, from 1. */
  readonly n: number;
  start(): Promise<Running>;
  /** Resolves when it serves; throws when it ends before, or takes too long. */
  ready?(running: Running): Promise<void>;
};

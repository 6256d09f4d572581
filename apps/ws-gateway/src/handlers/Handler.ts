import type { Trace } from '@parley/bus';
import type { ClientFrame } from '@parley/protocol';
import type { Connection } from '../connection/Connection.ts';
import type { Services } from './Services.ts';

/**
 * Serves a type of frame and sends its answer; the next frame of the socket waits until it is done. A `ParleyError`
 * that it throws is the answer, anything else becomes `service`/`internal`.
 */
export type Handler<F extends ClientFrame> = (
  connection: Connection,
  frame: F,
  services: Services,
  trace: Trace,
) => Promise<void> | void;

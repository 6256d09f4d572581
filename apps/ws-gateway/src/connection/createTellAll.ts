import type { ServerFrame } from '@parley/protocol';
import type { Connection } from './Connection.ts';
import { textFrame } from './textFrame.ts';
import { spread } from '../spread.ts';

/** Over how long, in milliseconds: thousands of sockets aren't written to at once. */
const OVER_MS = 1000;

/**
 * Makes what tells all sockets of one thing that may change again and again. The frame is built once; one that is under
 * way still is left for the newer, so that nobody hears them the other way round.
 */
export function createTellAll(connections: Iterable<Connection>): {
  readonly tell: (frame: ServerFrame) => void;
  readonly stop: () => void;
} {
  let stop = (): void => undefined;
  return {
    tell(frame) {
      stop();
      const bytes = textFrame(JSON.stringify(frame));
      ({ stop } = spread([...connections], OVER_MS, (connection) => connection.write(bytes)));
    },
    stop: () => stop(),
  };
}

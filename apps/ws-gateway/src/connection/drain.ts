import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE } from '@parley/protocol';
import { spread } from '../spread.ts';
import type { Connection } from './Connection.ts';

/** Clients are sent away over this part of the time, but no more slowly than one in ten milliseconds. */
const TELLING = 0.5;
const MS_PER_CLIENT = 10;
/** Between a client's `goaway` and its close. */
const LEAVING = 0.15;
const MOST_LEAVING_MS = 1000;
/** Clients come back within this time after their close, each at a moment of its own. */
const RETURN_MS = 1000;
/** How often it is looked whether all are gone. */
const LOOK_MS = 10;

type Connections = Iterable<Connection> & { readonly size: number };

async function untilGone(connections: Connections, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (connections.size > 0 && performance.now() < end) await delay(LOOK_MS);
}

/**
 * Sends all clients elsewhere, within `ms` milliseconds: each gets `goaway` at its own moment and is closed a little
 * later, so that they don't all arrive at the other gateways together. What is left at the end is cut off.
 */
export async function drain(connections: Connections, ms: number, random: () => number): Promise<void> {
  const all = [...connections];
  const tellingMs = Math.min(ms * TELLING, all.length * MS_PER_CLIENT);
  const leavingMs = Math.min(ms * LEAVING, MOST_LEAVING_MS);
  spread(all, tellingMs, (connection) =>
    connection.send({ type: 'goaway', reconnectInMs: Math.round(random() * RETURN_MS) }),
  );
  if (all.length > 0) await delay(leavingMs);
  // In the same order over the same time, so that each has as long as the others.
  await spread(all, tellingMs, (connection) => connection.close(CLOSE.restarting)).done;
  await untilGone(connections, (ms - tellingMs - leavingMs) / 2);
  for (const connection of connections) connection.terminate();
  await untilGone(connections, (ms - tellingMs - leavingMs) / 4);
}

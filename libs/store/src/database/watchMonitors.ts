import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@parley/logging';
import type { MongoClient, ServerHeartbeatStartedEvent } from 'mongodb';

/** A look for a server that takes longer has hung, in milliseconds: connecting and asking have two seconds each. */
const HUNG_MS = 5_000;
/** Between two tries to connect anew, in milliseconds. */
const AGAIN_MS = 500;

/** What a client's looks for its servers are watched by, until it is told to stop. */
export interface MonitorWatch {
  /** Resolves when the client is left alone. */
  stop(): Promise<void>;
}

/**
 * Connects a client anew whose look for a server hangs. The driver may begin to ask on a connection that is just being
 * closed, as all are when their server dies: then it waits for ever, never looks again, and once it takes the server for
 * lost, every operation fails although it is there. What is in hand then fails as in any outage.
 */
export function watchMonitors(client: MongoClient, log: Logger, hungMs = HUNG_MS): MonitorWatch {
  const looks = new Map<string, NodeJS.Timeout>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let renewing: Promise<void> | undefined;

  const forget = (address: string): void => {
    clearTimeout(looks.get(address));
    looks.delete(address);
  };
  const renew = async (address: string): Promise<void> => {
    log.warn('database.monitor_hung', { address });
    while (!signal.aborted) {
      try {
        await client.close();
        await client.connect();
        return;
      } catch (cause) {
        log.warn('database.unreached', { address, cause });
        await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const look = (address: string): void => {
    forget(address);
    if (signal.aborted) return;
    const hung = (): void => {
      // A process that was stopped itself hears now of what came meanwhile.
      const late = setTimeout(() => {
        looks.delete(address);
        renewing ??= renew(address).finally(() => (renewing = undefined));
      }, hungMs / 10);
      looks.set(address, late);
    };
    looks.set(address, setTimeout(hung, hungMs));
  };
  // One that is answered when something changes may take as long as it likes.
  client.on('serverHeartbeatStarted', ({ connectionId, awaited }: ServerHeartbeatStartedEvent) =>
    awaited ? forget(connectionId) : look(connectionId),
  );
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => forget(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => forget(connectionId));
  client.on('serverClosed', ({ address }) => forget(address));
  return {
    async stop() {
      stopping.abort();
      for (const address of looks.keys()) forget(address);
      await renewing;
    },
  };
}

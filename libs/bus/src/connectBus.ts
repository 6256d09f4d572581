import type { Logger } from '@parley/logging';
import type { Bus } from './bus.ts';
import { connectionOptions } from './connectionOptions.ts';
import { consumeCommands } from './consumeCommands.ts';
import { consumeNotifications } from './consumeNotifications.ts';
import { consumeTurns } from './consumeTurns.ts';
import { deadLetters } from './deadLetters.ts';
import { fleet } from './fleet.ts';
import { frames } from './frames.ts';
import { openInbox, reply } from './inbox.ts';
import { connectLink } from './link.ts';
import { provision, type StreamOptions } from './provision.ts';
import { queueDepths } from './queueDepths.ts';
import { queuePublisher } from './queuePublisher.ts';
import { requests } from './requests.ts';
import { tellErrors } from './tellErrors.ts';
import { turnQueued } from './turnQueued.ts';
import { within } from './within.ts';

export interface BusOptions {
  /** Address of NATS, or several by commas: `nats://host:4222`, with user and password or a token where needed. */
  url: string;
  /** Name of the connection, as the server's operator sees it: the service's. */
  name: string;
  log: Logger;
}

const READY_MS = 1000;

/**
 * Connects to NATS, for as long as that takes, and stays connected until closed.
 * @throws TypeError when the address can't be read
 */
export async function connectBus({ url, name, log }: BusOptions): Promise<Bus> {
  const link = await connectLink(connectionOptions(url, name), log);
  const { nc } = link;
  let streams: StreamOptions = {};
  const endTelling = tellErrors(link, name);
  return {
    get status() {
      return link.status();
    },
    onDisconnect: link.onDisconnect,
    onReconnect: link.onReconnect,
    async ensureStreams(options = {}) {
      streams = options;
      await provision(link, options);
    },
    ...queuePublisher(link),
    ...frames(link),
    ...fleet(link),
    ...requests(link),
    consumeCommands: (options) => consumeCommands(link, streams, options),
    consumeTurns: (options) => consumeTurns(link, streams, options),
    consumeNotifications: (options) => consumeNotifications(link, streams, options),
    turnQueued: (streamSeq) => turnQueued(link, streamSeq),
    deadLetters: deadLetters(link),
    queueDepths: () => queueDepths(link),
    inbox: () => openInbox(link),
    reply: (subject, payload) => reply(link, subject, payload),
    flush: (timeoutMs = 1000) => link.guard(() => within(timeoutMs, nc.flush())),
    ready: () =>
      link.guard(async () => {
        const manager = await nc.jetstreamManager({ checkAPI: false, timeout: READY_MS });
        await manager.getAccountInfo();
      }),
    async close(timeoutMs = 2000) {
      endTelling();
      if (nc.isClosed()) return;
      link.outbox.flush();
      if (link.status() === 'connected') await within(timeoutMs, nc.drain()).catch(() => undefined);
      await nc.close();
    },
  };
}

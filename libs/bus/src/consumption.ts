import { setTimeout as delay } from 'node:timers/promises';
import { backoff } from './backoff.ts';
import type { Link } from './link.ts';
import { provision, type StreamOptions } from './provision.ts';
import { within } from './within.ts';

/** What handlers have to give back their messages once they are told to leave. */
const HAND_BACK_MS = 300;

/** Handlers that are being fed from a queue. */
export interface Consumption {
  /**
   * Takes no more and waits for what is in hand, at most `timeoutMs` (5000); then its signals abort, and what isn’t
   * given back a moment later is left to be delivered again elsewhere.
   */
  stop: (timeoutMs?: number) => Promise<void>;
}

/** What a consumption's loops share: when to stop, what is in hand, what to do when JetStream fails them. */
export interface Feed {
  readonly link: Link;
  /** Aborts when no more is to be taken. */
  readonly stopping: AbortSignal;
  /** Aborts when what is in hand is to be left. */
  readonly leaving: AbortSignal;
  /** Makes `stop` wait for this work, which never rejects. */
  readonly track: (work: Promise<unknown>) => void;
  /** Waits, and makes streams and consumers that may have gone. */
  readonly recover: (failures: number, error: unknown) => Promise<void>;
}

/** Starts loops that run until stopped. */
export function consumption(
  link: Link,
  streams: StreamOptions,
  loops: readonly ((feed: Feed) => Promise<void>)[],
): Consumption {
  const stopping = new AbortController();
  const leaving = new AbortController();
  const inHand = new Set<Promise<unknown>>();
  let repair: Promise<void> | undefined;
  const recover = async (failures: number, error: unknown) => {
    link.log.warn('bus.interrupted', { cause: error, failures });
    await delay(backoff(failures), undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted || !(await link.connected(1000))) return;
    repair ??= provision(link, streams)
      .catch((failure: unknown) => link.log.error('streams.failed', failure))
      .finally(() => (repair = undefined));
    await repair;
  };
  const track = (work: Promise<unknown>) => {
    inHand.add(work);
    void work.finally(() => inHand.delete(work));
  };
  const feed: Feed = { link, stopping: stopping.signal, leaving: leaving.signal, track, recover };
  // Without a connection nothing ends the loops' waits.
  void link.nc.closed().then(() => stopping.abort());
  const running = loops.map((loop) => loop(feed));
  return {
    async stop(timeoutMs = 5000) {
      stopping.abort();
      const rest = Promise.all(running).then(() => Promise.all(inHand));
      const finished = () => true;
      const late = () => false;
      if (await within(timeoutMs, rest).then(finished, late)) return;
      leaving.abort();
      await within(HAND_BACK_MS, rest).catch(() => undefined);
    },
  };
}

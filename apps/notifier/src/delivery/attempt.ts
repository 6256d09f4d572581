import type { HeldBack, NotifiedDocument } from '@parley/store';
import type { Deps } from '../deps.ts';
import type { Content } from '../message/Content.ts';
import { compose } from '../message/compose.ts';
import { messageId } from '../message/messageId.ts';
import type { Came } from '../metrics.ts';
import type { Recipient } from '../recipients/Recipient.ts';
import { keepChange } from './keepChange.ts';
import { retryAfter } from './retryAfter.ts';

/** How far an event is for one recipient. */
export type Progress =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'dead'; readonly reason: string };

/** How soon to look again at what somebody else has. */
export const TAKEN_MS = 1000;

const LOST: Progress = { kind: 'later', afterMs: TAKEN_MS };
const NOTHING: HeldBack = { count: 0, since: 0 };

/**
 * Sends a message that was claimed, once, and puts down what came of it. `contentOf` gets how many were held back before,
 * which is fixed before the first try, and says what is in it; `undefined`: there is nothing to say.
 * @throws StoreUnavailable, SealedDataError
 */
export async function attempt(
  deps: Deps,
  claimed: NotifiedDocument,
  { channel, address }: Recipient,
  contentOf: (heldBack: HeldBack | undefined) => Content | undefined,
): Promise<Progress> {
  const { store, channels, metrics, log, now, giveUpMs } = deps;
  const { notified } = store;
  // What a message doesn't say it doesn't count: whoever died while giving that back left it so.
  if (claimed.sum?.count === 0) await notified.release(claimed);
  const sum = claimed.sum ?? (await notified.gather(claimed)) ?? NOTHING;
  const mine = claimed.sum ? claimed : await notified.change(claimed, { sum });
  if (!mine) return LOST;

  const about = { notification: mine.event, kind: mine.kind, channel, tries: mine.attempts + 1 };
  const count = (outcome: Came) => metrics.notifications.inc({ kind: mine.kind, channel, outcome });
  const dead = async (reason: string): Promise<Progress> => {
    const silent = await keepChange(() => notified.change(mine, { sum: NOTHING }));
    if (!silent) return LOST;
    await keepChange(() => notified.release(mine));
    await keepChange(() => notified.change(silent, { state: 'dead', reason, attempts: about.tries }));
    count('dead');
    log.warn('notification.dead', { ...about, reason });
    return { kind: 'dead', reason };
  };

  const content = contentOf(sum.count > 0 ? sum : undefined);
  const way = channels[channel];
  if (!way) return dead(`${channel}: isn’t configured any more`);
  if (!content) {
    await notified.change(mine, { state: 'sent' });
    return { kind: 'done' };
  }
  const outcome = await way.send(compose(messageId(mine._id), address, content));
  metrics.channelUp.set({ channel }, outcome.kind === 'retry' ? 0 : 1);
  switch (outcome.kind) {
    case 'delivered': {
      const { ref } = outcome;
      const sent = { state: 'sent' as const, attempts: about.tries, ...(ref !== undefined && { ref }) };
      await keepChange(() => notified.change(mine, sent));
      count('sent');
      log.info('notification.sent', { ...about, heldBack: sum.count });
      return { kind: 'done' };
    }
    case 'refused':
      return dead(outcome.reason);
    case 'retry': {
      const { reason, afterMs = 0 } = outcome;
      if (now() - mine.begunAt.getTime() >= giveUpMs) {
        return dead(`given up after ${about.tries} tries: ${reason}`);
      }
      const wait = Math.max(afterMs, retryAfter(about.tries));
      const until = new Date(now() + wait);
      const change = { state: 'waiting' as const, until, attempts: about.tries, reason };
      await keepChange(() => notified.change(mine, change));
      count('retried');
      log.warn('notification.failed', { ...about, reason, afterMs: wait });
      return { kind: 'later', afterMs: wait };
    }
  }
}

import type { Notification } from '@parley/protocol';
import type { Holder, NotifiedDocument } from '@parley/store';
import type { Deps } from '../deps.ts';
import { contentOf } from '../message/contentOf.ts';
import { isUnwanted } from '../recipients/isUnwanted.ts';
import type { Recipient } from '../recipients/Recipient.ts';
import { attempt, TAKEN_MS, type Progress } from './attempt.ts';
import { KEEP_MS } from './keepChange.ts';

const DONE: Progress = { kind: 'done' };

/** What stands in the way of going on with what was put down before; `undefined`: nothing. */
function settled(known: NotifiedDocument, holder: Holder, at: number): Progress | undefined {
  const { state, until, reason = 'unknown' } = known;
  const left = Math.max(0, (until?.getTime() ?? 0) - at);
  switch (state) {
    case 'sent':
    case 'held':
    case 'summed':
      return DONE;
    case 'dead':
      // Another message of the queue with the same event: somebody queued a dead letter again.
      return known.holder?.seq === holder.seq ? { kind: 'dead', reason } : undefined;
    case 'waiting':
      return left > 0 ? { kind: 'later', afterMs: left } : undefined;
    case 'sending': {
      // The queue gives a message to the next one when it has heard nothing of the one before for seconds: that died.
      const isSuccessor = known.holder?.seq === holder.seq && known.holder.delivery < holder.delivery;
      return left > 0 && !isSuccessor ? { kind: 'later', afterMs: Math.min(left, TAKEN_MS) } : undefined;
    }
  }
}

/**
 * Brings an event to one recipient, once: claims it, or holds it back, and sends it. Whoever dies in between leaves it to
 * the next delivery of the queue's message, which may send it once more, as the same message.
 * @throws StoreUnavailable, SealedDataError
 */
export async function deliverTo(
  deps: Deps,
  notification: Notification,
  recipient: Recipient,
  holder: Holder,
): Promise<Progress> {
  const { store, metrics, rate, sendMs, now, consoleUrl } = deps;
  const { notified } = store;
  const { id: event, kind, at } = notification;
  const { channel } = recipient;
  const key = { event, kind, channel, recipient: recipient.key };
  const mine = { holder, until: new Date(now() + sendMs + KEEP_MS) };

  const begin = async (): Promise<NotifiedDocument | Progress> => {
    // A reply to a user comes once for each call, and nobody sums it up.
    const isLimited = notification.to === undefined && !(await notified.take(key, rate, now()));
    const isHeld = isLimited || isUnwanted(kind, recipient, now());
    const begun = await notified.begin(
      key,
      isHeld ? { at, state: 'held' } : { at, state: 'sending', ...mine },
    );
    if (!begun) return { kind: 'later', afterMs: TAKEN_MS };
    if (!isHeld) return begun;
    metrics.notifications.inc({ kind, channel, outcome: 'held' });
    return DONE;
  };

  const goOn = async (known: NotifiedDocument): Promise<NotifiedDocument | Progress> => {
    const end = settled(known, holder, now());
    if (end) return end;
    // Begun anew after its end, it has its time anew.
    const anew = known.state === 'dead' ? { begunAt: new Date(now()), attempts: 0 } : {};
    const taken = await notified.change(known, { state: 'sending', ...mine, ...anew });
    return taken ?? { kind: 'later', afterMs: TAKEN_MS };
  };

  // At the first delivery it is new. One that was told before, or a letter queued again, isn't begun, and comes again.
  const known = holder.delivery > 1 ? await notified.get(key) : undefined;
  const claimed = await (known ? goOn(known) : begin());
  if (!('_id' in claimed)) return claimed;
  return attempt(deps, claimed, recipient, (sum) => contentOf(notification, sum, { consoleUrl, now: now() }));
}

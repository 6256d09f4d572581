import type { NotifiedDocument, NotifiedKey } from '@parley/store';
import type { Deps } from '../deps.ts';
import { contentOfSum } from '../message/contentOf.ts';
import { isUnwanted } from '../recipients/isUnwanted.ts';
import type { Recipient } from '../recipients/Recipient.ts';
import { attempt } from './attempt.ts';
import { KEEP_MS } from './keepChange.ts';

const AT_ONCE = 100;
/** Longer than it takes to count what was held back. */
const LOCK_MS = 30_000;

/**
 * Sends, where something was held back and nothing else went out since, how much that was, as soon as the limit allows
 * it. Any number of replicas may be at it.
 * @throws StoreUnavailable, SealedDataError
 */
export async function sendSums(deps: Deps): Promise<void> {
  const { store, recipients, rate, sendMs, consoleUrl, now } = deps;
  const { notified } = store;
  const all = await recipients.by('all');
  const find = ({ channel, recipient }: Pick<NotifiedKey, 'channel' | 'recipient'>): Recipient | undefined =>
    all.find((one) => one.channel === channel && one.key === recipient);
  const lease = () => ({ holder: { seq: 0, delivery: 0 }, until: new Date(now() + sendMs + KEEP_MS) });
  const send = (claimed: NotifiedDocument, to: Recipient) =>
    attempt(deps, claimed, to, (sum) => sum && contentOfSum(claimed.kind, sum, { consoleUrl, now: now() }));

  for (const left of await notified.leftAlone(AT_ONCE)) {
    const to = find(left);
    if (!to) continue;
    const taken = await notified.change(left, { state: 'sending', ...lease() });
    if (taken) await send(taken, to);
  }
  for (const held of await notified.heldBack()) {
    const to = find(held);
    if (!to || isUnwanted(held.kind, to, now())) continue;
    const unlock = await notified.lockSum(held, LOCK_MS, now());
    if (!unlock) continue;
    try {
      if (!(await notified.take(held, rate, now()))) continue;
      const key = { ...held, event: `sum.${held.kind}.${now()}` };
      const begun = await notified.begin(key, { at: now(), state: 'sending', ...lease() });
      if (begun) await send(begun, to);
    } finally {
      await unlock();
    }
  }
}

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
  const left = await notified.leftAlone(AT_ONCE);
  const held = await notified.heldBack();
  if (left.length + held.length === 0) return;
  const all = await recipients.by('all');
  const find = ({ channel, recipient }: Pick<NotifiedKey, 'channel' | 'recipient'>): Recipient | undefined =>
    all.find((one) => one.channel === channel && one.key === recipient);
  const lease = () => ({ holder: { seq: 0, delivery: 0 }, until: new Date(now() + sendMs + KEEP_MS) });
  const send = (claimed: NotifiedDocument, to: Recipient) =>
    attempt(deps, claimed, to, (sum) => sum && contentOfSum(claimed.kind, sum, { consoleUrl, now: now() }));

  const goOn = async (one: NotifiedDocument): Promise<void> => {
    const to = find(one);
    const taken = to && (await notified.change(one, { state: 'sending', ...lease() }));
    if (taken) await send(taken, to);
  };
  const sumUp = async (bucket: Omit<NotifiedKey, 'event'>): Promise<void> => {
    const to = find(bucket);
    if (!to || isUnwanted(bucket.kind, to, now())) return;
    const unlock = await notified.lockSum(bucket, LOCK_MS, now());
    if (!unlock) return;
    try {
      if (!(await notified.take(bucket, rate, now()))) return;
      const key = { ...bucket, event: `sum.${bucket.kind}.${now()}` };
      const begun = await notified.begin(key, { at: now(), state: 'sending', ...lease() });
      if (begun) await send(begun, to);
    } finally {
      await unlock();
    }
  };
  // At once: a mail server that hangs holds up no text message.
  const ends = await Promise.allSettled([...left.map(goOn), ...held.map(sumUp)]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

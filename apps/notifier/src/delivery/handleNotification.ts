import { verdict, type NotificationContext, type Verdict } from '@parley/bus';
import type { Notification } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { deliverTo } from './deliverTo.ts';

const WORKING_MS = 1000;

/**
 * Brings a notification to all its recipients. It comes back until each of them has it, or never will; then, if there is
 * one of the latter, it is kept as a dead letter.
 */
export const handleNotification =
  (deps: Deps) =>
  async (notification: Notification, context: NotificationContext): Promise<Verdict> => {
    const { recipients, metrics, log } = deps;
    const { id, kind, by, to } = notification;
    const { streamSeq: seq, deliveries: delivery } = context;
    const working = setInterval(context.working, WORKING_MS);
    try {
      const all = await (to === undefined ? recipients.by(by) : recipients.of(to));
      if (all.length === 0) {
        metrics.notifications.inc({ kind, channel: by, outcome: 'unaddressed' });
        log.warn('notification.unaddressed', { notification: id, kind, by });
        return verdict.done;
      }
      const ends = await Promise.allSettled(
        all.map((recipient) => deliverTo(deps, notification, recipient, { seq, delivery })),
      );
      // Only now: the next delivery would take the others for dead.
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      const progress = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const waits = progress.flatMap((one) => (one.kind === 'later' ? [one.afterMs] : []));
      if (waits.length > 0) return verdict.retry(Math.max(50, Math.min(...waits)));
      const reasons = progress.flatMap((one) => (one.kind === 'dead' ? [one.reason] : []));
      return reasons.length > 0 ? verdict.drop([...new Set(reasons)].join('; ')) : verdict.done;
    } finally {
      clearInterval(working);
    }
  };

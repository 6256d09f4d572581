import type { Notification } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** What a rule saw. */
export interface Finding {
  /** Name of the rule, and of what it is about; the same on every replica. */
  readonly rule: string;
  readonly kind: 'critical' | 'alert';
  readonly title: string;
  readonly reason: string;
  readonly details: NonNullable<Notification['details']>;
}

/** Whether it was told: `false` when this rule told of something in the same window of time, and so must wait. */
export type Raise = (finding: Finding) => Promise<boolean>;

/**
 * Tells of what rules see, once within each window of time for each rule, whichever replicas see it: the notification's
 * id is made of the rule and the begin of the window, which the database keeps.
 * @throws ParleyError service/unavailable or service/timeout
 */
export function createRaise({ bus, store, metrics, log, now }: Deps, everyMs: number): Raise {
  const told = new Map<string, string>();
  return async ({ rule, kind, ...said }) => {
    const name = rule.replaceAll(/[^\w.:-]/g, '_');
    const at = now();
    const id = `${name}.${await store.notified.window(name, everyMs, at)}`;
    if (told.get(name) === id) return false;
    const { duplicate } = await bus.publishNotification({ id, kind, by: 'all', at, ...said });
    told.set(name, id);
    if (!duplicate) metrics.raised.inc({ rule: name });
    log.warn('alert.raised', { rule: name, notification: id, kind, byAnother: duplicate });
    return true;
  };
}

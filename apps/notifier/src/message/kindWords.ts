import type { NotificationKind } from '@parley/protocol';

interface KindWords {
  readonly one: string;
  readonly more: string;
}

const WORDS: Readonly<Record<NotificationKind, KindWords>> = {
  help: { one: 'Call for help', more: 'calls for help' },
  critical: { one: 'Critical error', more: 'critical errors' },
  alert: { one: 'System alert', more: 'system alerts' },
  reply: { one: 'A reply to you', more: 'replies to you' },
};

/** What a kind of notification is called. */
export const kindWords = (kind: NotificationKind): KindWords => WORDS[kind];

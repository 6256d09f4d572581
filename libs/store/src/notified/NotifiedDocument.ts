import type { NotificationKind } from '@parley/protocol';

/** A way to reach somebody. */
export type NotifyChannel = 'email' | 'sms';

/** One event on its way to one recipient. */
export interface NotifiedKey {
  /** Id of the event. */
  readonly event: string;
  readonly kind: NotificationKind;
  readonly channel: NotifyChannel;
  /** Stands for the address: `recipientOf`. */
  readonly recipient: string;
}

/** Whose it is while it is being sent: a delivery of a message of the queue. */
export interface Holder {
  /** The message's number in its stream; 0 for what came from no queue. */
  readonly seq: number;
  readonly delivery: number;
}

/** How many others a message stands for, and since when (milliseconds since 1970). */
export interface HeldBack {
  readonly count: number;
  readonly since: number;
}

/**
 * How far an event is on its way to a recipient.
 * `sending`: somebody is at it until `until`. `waiting`: it is tried again from `until` on. `held`: it isn't sent by
 * itself, but summed up in a later one. `summed`: it is counted in the message `sumIn`. `sent`, `dead`: its end.
 */
export type NotifiedState = 'sending' | 'waiting' | 'held' | 'summed' | 'sent' | 'dead';

export interface NotifiedDocument extends NotifiedKey {
  /** `<channel>:<recipient>:<event>` */
  readonly _id: string;
  /** What shares a limit and a sum: `<kind>:<channel>:<recipient>`. */
  readonly bucket: string;
  readonly state: NotifiedState;
  /** When the event happened. */
  readonly at: Date;
  /** When this was begun. */
  readonly begunAt: Date;
  /** Counts the changes: each is made only if nobody made another one before. */
  readonly version: number;
  readonly holder?: Holder;
  readonly until?: Date;
  /** Times that it was tried. */
  readonly attempts: number;
  /** What it says of those that were held back, 0 too; fixed before it is first sent. */
  readonly sum?: HeldBack;
  /** `_id` of the message that counts this one. */
  readonly sumIn?: string;
  /** Under which the provider knows it. */
  readonly ref?: string;
  /** Why it failed last; quotes neither an address nor a text. */
  readonly reason?: string;
}

export const notifiedId = ({ channel, recipient, event }: NotifiedKey): string =>
  `${channel}:${recipient}:${event}`;

export const bucketOf = ({ kind, channel, recipient }: Omit<NotifiedKey, 'event'>): string =>
  `${kind}:${channel}:${recipient}`;

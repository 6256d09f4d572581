/** A way to be notified. */
export type Way = 'email' | 'sms';

/** An admin who was seen, and the ways by which they are notified. */
export interface KnownAdmin {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Up to an hour before the last time. */
  readonly lastSeenAt?: string;
  readonly notified: Readonly<Record<Way, boolean>>;
}

/** Hours in which somebody wants to hear nothing; over midnight when `from` is later than `to`. */
export interface QuietHours {
  /** `22:00` */
  readonly from: string;
  readonly to: string;
  /** `Europe/Berlin` */
  readonly timeZone: string;
}

/** How an admin wants to be notified. */
export interface Preferences {
  readonly channels: readonly Way[];
  readonly email?: string;
  readonly phone?: string;
  readonly quiet?: QuietHours;
  /** Critical errors come in quiet hours, too. */
  readonly criticalInQuiet: boolean;
}

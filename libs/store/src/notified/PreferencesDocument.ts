import type { NotifyChannel } from './NotifiedDocument.ts';
import type { RecordSealer, SealedText } from '../documents/SealedText.ts';

/** Hours in which somebody wants to hear nothing; over midnight when `from` is later than `to`. */
export interface QuietHours {
  /** `22:00` */
  readonly from: string;
  readonly to: string;
  /** As IANA names it: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** How an admin wants to be told. */
export interface Preferences {
  /** The ways that are wanted, of those for which there is an address. */
  readonly channels: readonly NotifyChannel[];
  readonly email?: string;
  readonly phone?: string;
  readonly quiet?: QuietHours;
  /** Critical errors come in quiet hours, too. */
  readonly criticalInQuiet: boolean;
}

export interface PreferencesDocument extends Omit<Preferences, 'email' | 'phone'> {
  /** The admin's user id. */
  readonly _id: string;
  /** Id of the admin's data key, which sealed the addresses. */
  readonly dataKey: string;
  readonly email?: SealedText;
  readonly phone?: SealedText;
}

export function toPreferencesDocument(
  userId: string,
  dataKey: string,
  { channels, email, phone, quiet, criticalInQuiet }: Preferences,
  { seal }: RecordSealer,
): PreferencesDocument {
  return {
    _id: userId,
    dataKey,
    channels,
    criticalInQuiet,
    ...(quiet && { quiet }),
    ...(email !== undefined && { email: seal('email', email) }),
    ...(phone !== undefined && { phone: seal('phone', phone) }),
  };
}

/** @throws SealedDataError when an address can't be opened */
export function fromPreferencesDocument(
  { channels, email, phone, quiet, criticalInQuiet }: PreferencesDocument,
  { open }: RecordSealer,
): Preferences {
  return {
    channels,
    criticalInQuiet,
    ...(quiet && { quiet }),
    ...(email && { email: open('email', email) }),
    ...(phone && { phone: open('phone', phone) }),
  };
}

import type { SealedText } from './SealedText.ts';

/** An admin as last seen. */
export interface AdminDocument {
  /** The user's id. */
  readonly _id: string;
  /** Id of the admin's own data key, which sealed the name. */
  readonly dataKey: string;
  readonly name: SealedText;
  readonly roles: readonly string[];
  /** When the newest token was issued that they were seen with, in milliseconds since 1970. */
  readonly issuedAt?: number;
  /** Up to an hour before the last time; those that were kept before it was have none. */
  readonly seenAt?: Date;
}

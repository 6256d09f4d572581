import { optionalKey } from '../key.ts';
import { integer } from '../types/integer.ts';

/** What every service has that keeps users to a quota or tells them of it. */
export const quotaKeys = {
  QUOTA_TOKENS: optionalKey({
    what: 'Input and output tokens that a user may take in a day (UTC), drafts for admins aside. Without it there is no quota.',
    type: integer(1, 999_999_999_999_999),
    example: 'QUOTA_TOKENS=200000',
  }),
};

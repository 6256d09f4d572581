import { readStored, writeStored } from './stored.ts';

/** Who the reader is on this device, where no sign-in is set up. */
export interface Account {
  readonly userId: string;
  readonly name: string;
  /** Without them, those of a user. */
  readonly roles?: readonly string[];
}

const KEY = 'parley.account';

/** The account of this browser; undefined on the first visit. */
export function readAccount(): Account | undefined {
  const value = readStored(KEY);
  if (typeof value !== 'object' || value === null || !('userId' in value) || !('name' in value))
    return undefined;
  const { userId, name } = value;
  return typeof userId === 'string' && typeof name === 'string' ? { userId, name } : undefined;
}

/** Keeps the account in this browser. */
export const keepAccount = (account: Account): void => writeStored(KEY, account);

import type { Account } from '../../account/account.ts';
import { readStored, writeStored } from '../../account/stored.ts';

const KEY = 'parley.admin';

/** Where the console's token is kept: beside the chat's, so that one browser can be both. */
export const ADMIN_TOKEN_KEY = 'parley.admin.token';

/** The roles that can be chosen where no sign-in is set up, with what each may. */
export const ROLES = [
  { id: 'admin', label: 'Admin', may: 'watches, takes over, writes notes', roles: ['user', 'admin'] },
  {
    id: 'supervisor',
    label: 'Supervisor',
    may: 'takes a conversation from an admin, too',
    roles: ['user', 'admin', 'supervisor'],
  },
  { id: 'user', label: 'User', may: 'sees nothing of this', roles: ['user'] },
] as const;

/** Who the reader of the console is on this device, where no sign-in is set up; undefined: nobody said. */
export function readAdmin(): Account | undefined {
  const value = readStored(KEY);
  if (typeof value !== 'object' || value === null) return undefined;
  const { userId, name, roles } = value as Partial<Record<keyof Account, unknown>>;
  const isWhole = typeof userId === 'string' && typeof name === 'string' && Array.isArray(roles);
  return isWhole ? { userId, name, roles: roles.filter((role) => typeof role === 'string') } : undefined;
}

/** Keeps it in this browser; undefined forgets it, with its token. */
export function keepAdmin(account: Account | undefined): void {
  writeStored(KEY, account);
  if (!account) writeStored(ADMIN_TOKEN_KEY, undefined);
}

import type { User } from '@parley/protocol';

/** The roles that see, and may take, the sessions of others. Another spelling or case of them is no role at all. */
const ROLES: readonly string[] = ['admin', 'supervisor'];

export const isAdmin = ({ roles }: User): boolean => roles.some((role) => ROLES.includes(role));

import type { Command } from '@parley/protocol';
import type { AuditEntry } from '@parley/store';

/** Who asked for something, when and from where, as the audit log has it. */
export const askedBy = (
  { user, from }: Pick<Command, 'user' | 'from'>,
  when: number,
): Pick<AuditEntry, 'who' | 'when' | 'where'> => ({ who: user.id, when, where: from });

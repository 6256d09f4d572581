import type { Session } from '@parley/protocol';

/** The name of the person who has the conversation; undefined: the assistant has it. */
export const personInCharge = (
  session: Pick<Session, 'handling' | 'admin'> | undefined,
): string | undefined => (session?.handling === 'human' ? (session.admin?.name ?? 'Support') : undefined);

import type { Session } from '@parley/protocol';

/** Who has a session, or who is to come, in a few words; undefined: the assistant alone. */
export function handlingWords(
  { handling, admin, help, adminAssisted }: Session,
  me: string | undefined,
): string | undefined {
  if (handling === 'human') return admin?.id === me ? 'You have it' : `${admin?.name ?? 'Somebody'} has it`;
  if (handling === 'requested') {
    if (help?.state !== 'acknowledged')
      return help?.by === 'assistant' ? 'Called by the assistant' : 'Waiting';
    const by = help.acknowledgedBy;
    return by?.id === me ? 'You are on it' : `${by?.name ?? 'Somebody'} is on it`;
  }
  return adminAssisted ? 'Was with support' : undefined;
}

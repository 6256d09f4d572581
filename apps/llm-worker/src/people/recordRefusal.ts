import type { Command, Outcome } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';

/** Puts on record that somebody was refused a session. */
export async function recordRefusal(
  { store }: Deps,
  command: Command,
  { error }: Extract<Outcome, { ok: false }>,
): Promise<void> {
  const { frame } = command;
  await store.audit.append({
    ...askedBy(command, command.acceptedAt),
    what: 'takeover.refused',
    target: frame.sessionId,
    after: { frame: frame.type, category: error.category, code: error.code },
    command: frame.id,
  });
}

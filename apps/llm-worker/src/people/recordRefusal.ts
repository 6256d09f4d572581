import type { Command, Outcome } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** Puts on record that somebody was refused a session. */
export async function recordRefusal(
  { store }: Deps,
  { frame, user, acceptedAt }: Command,
  { error }: Extract<Outcome, { ok: false }>,
): Promise<void> {
  await store.audit.append({
    who: user.id,
    what: 'takeover.refused',
    target: frame.sessionId,
    when: acceptedAt,
    after: { frame: frame.type, category: error.category, code: error.code },
    command: frame.id,
  });
}

import { hasIt, isOnIt, type SessionState } from '@parley/conversation';
import type { Outcome } from '@parley/protocol';

/** An outcome that was kept without it, with the name of who has the session, or is on it, by now. */
export function withName(outcome: Outcome, { admin, help }: SessionState): Outcome {
  if (outcome.ok || outcome.error.code !== 'taken') return outcome;
  if (admin) return { ok: false, error: hasIt(admin.name).toWire() };
  const by = help?.acknowledgedBy;
  return by ? { ok: false, error: isOnIt(by.name).toWire() } : outcome;
}

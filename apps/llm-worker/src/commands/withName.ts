import type { SessionState } from '@parley/conversation';
import type { Outcome } from '@parley/protocol';

/** An outcome that was kept without it, with the name of who has the session, or is on it, by now. */
export function withName(outcome: Outcome, { admin, help }: SessionState): Outcome {
  if (outcome.ok || outcome.error.code !== 'taken') return outcome;
  const named = (message: string): Outcome => ({ ok: false, error: { ...outcome.error, message } });
  if (admin) return named(`sessionId: ${admin.name} has it.`);
  return help?.acknowledgedBy ? named(`sessionId: ${help.acknowledgedBy.name} is on it.`) : outcome;
}

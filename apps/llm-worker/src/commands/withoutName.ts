import type { Outcome } from '@parley/protocol';

/** An outcome as it may be kept: who has the session stands in what its sender is told, not in the clear in the database. */
export const withoutName = (outcome: Outcome): Outcome =>
  !outcome.ok && outcome.error.code === 'taken'
    ? { ok: false, error: { ...outcome.error, message: 'sessionId: another admin has it, or is on it.' } }
    : outcome;

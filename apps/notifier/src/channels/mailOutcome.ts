import type { Outcome } from './Channel.ts';

/** What is known of a failure, of nodemailer or below it. */
interface MailFailure {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/**
 * What a failure of the mail server means: what it refuses for ever (5xx) is refused, but for a password that is wrong:
 * that isn't the message's fault, and may be mended.
 */
export function mailOutcome(failure: unknown): Outcome {
  const { code, responseCode } = (failure ?? {}) as MailFailure;
  const name = typeof code === 'string' ? code : 'failed';
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  const reason = status === undefined ? `mail: ${name}` : `mail: ${name}, the server said ${status}`;
  const isRefused = status !== undefined && status >= 500 && name !== 'EAUTH';
  return { kind: isRefused ? 'refused' : 'retry', reason };
}

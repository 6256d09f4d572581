import type { Outcome } from './Channel.ts';

/** What is known of a failure, of nodemailer or below it. */
interface MailFailure {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/**
 * What a failure of the mail server means: a recipient or a message that it refuses for ever (5xx) is refused. A greeting,
 * a password or a rule of the server's own is no fault of theirs, and may be mended.
 */
export function mailOutcome(failure: unknown): Outcome {
  const { code, responseCode } = (failure ?? {}) as MailFailure;
  const name = typeof code === 'string' ? code : 'failed';
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  const reason = status === undefined ? `mail: ${name}` : `mail: ${name}, the server said ${status}`;
  const isTheirs = name === 'EENVELOPE' || name === 'EMESSAGE';
  const isRefused = status !== undefined && status >= 500 && status !== 530 && isTheirs;
  return { kind: isRefused ? 'refused' : 'retry', reason };
}

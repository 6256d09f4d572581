import type { ErrorCode } from '@parley/protocol';
import { quotaWords } from './quotaWords.ts';
import { waitWords } from './waitWords.ts';

const SAYS: Partial<Record<ErrorCode, string>> = {
  token_missing: 'You are signed out. What you wrote is kept; sign in again to send it.',
  token_invalid: 'Your sign-in is no longer valid. What you wrote is kept; sign in again to send it.',
  token_expired: 'Your sign-in has run out. What you wrote is kept; sign in again to send it.',
  too_long: 'This message is too long. It is still here: shorten it, or send it in parts.',
  too_large: 'This message is too large. It is still here: shorten it, or send it in parts.',
  session: 'This conversation isn’t here. It may have been deleted, or it belongs to another account.',
  model: 'This model isn’t offered any more. Choose another one above, then ask again.',
  not_open: 'This conversation was closed in between. What you wrote is kept; try again.',
  answer_in_progress: 'An answer is still being written. Wait for its end, or stop it.',
  human_in_charge: 'A person has this conversation now, so the assistant stays silent.',
  not_holder: 'This conversation isn’t yours any more. What you wrote is kept.',
  role_required: 'Your role doesn’t allow that.',
  messages: 'That was many messages in a short time. What you wrote is kept; try again',
  frames: 'That was a lot in a short time. What you wrote is kept; try again',
  connections: 'This page was opened very often in a short time. What you wrote is kept; try again',
  unavailable: 'Parley can’t be reached right now. What you wrote is kept; try again',
  timeout: 'That took too long and was given up. What you wrote is kept; try again',
  provider_error: 'The model couldn’t answer. Your question is kept; ask again',
  provider_timeout: 'The model took too long to answer. Your question is kept; ask again',
  context_too_long:
    'This is more than the model can read at once. Your question is kept; shorten it, or start a new chat.',
  internal: 'Something went wrong on our side. What you wrote is kept; try again',
};

interface Told {
  /** A public error code, or one of the client's own. */
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** An error as a person wants to read it: what happened, what was kept, what to do now; `at`: when it was told. */
export function errorWords(error: Told, at = new Date()): string {
  // Who has it stands in the error alone.
  if (error.code === 'taken') return `Somebody was faster. ${error.message}`;
  if (error.code === 'quota') return quotaWords(error.retryAfterMs, at, new Date());
  const says =
    SAYS[error.code as ErrorCode] ?? `This couldn’t be done: ${error.message} What you wrote is kept.`;
  if (says.endsWith('.')) return says;
  return `${says} ${waitWords(error.retryAfterMs)}.`;
}

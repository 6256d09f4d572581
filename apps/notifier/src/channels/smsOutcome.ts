import type { Outcome } from './Channel.ts';

/** What is known of a failure, of Twilio or on the way to it. */
interface SmsFailure {
  /** Of the answer over HTTP; missing when there was none. */
  readonly status?: unknown;
  /** Twilio's own number, or the network's word. */
  readonly code?: unknown;
}

/** Not the message's fault: the access is wrong, it came too often, or too slowly. */
const PASSING = new Set([401, 403, 404, 408, 425, 429]);

/** What a failure of Twilio means: what it refuses as wrong is refused for ever. */
export function smsOutcome(failure: unknown): Outcome {
  const { status, code } = (failure ?? {}) as SmsFailure;
  if (typeof status !== 'number') {
    return { kind: 'retry', reason: `sms: ${typeof code === 'string' ? code : 'failed'}` };
  }
  const reason = `sms: Twilio answered ${status}${typeof code === 'number' ? `, error ${code}` : ''}`;
  const isRefused = status >= 400 && status < 500 && !PASSING.has(status);
  return { kind: isRefused ? 'refused' : 'retry', reason };
}

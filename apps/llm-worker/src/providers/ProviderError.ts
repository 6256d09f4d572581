import { ParleyError, type ErrorCode } from '@parley/protocol';

type ProviderErrorCode = Extract<
  ErrorCode<'service'>,
  'provider_error' | 'provider_timeout' | 'context_too_long'
>;

/** What is known of a failure, for who decides whether to try again. */
export interface Failure {
  /** 429, 408, 5xx, overload, a reset or a timeout: the same call may go well the next time. */
  readonly retryable: boolean;
  /** When the provider wants to be asked again, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The key is refused (401): no call with it goes well until somebody mends it. */
  readonly keyRefused?: boolean | undefined;
  /** It took too long to its first word. The same call would only be paid for twice; another model may do better. */
  readonly late?: boolean | undefined;
  /** It ended in good order, and said nothing. The same call may do better, once. */
  readonly empty?: boolean | undefined;
  /** No call was made: too many wait for the provider already. */
  readonly crowded?: boolean | undefined;
  /** The request was never made, or its connection never stood: the provider saw nothing of the call. */
  readonly unsent?: boolean | undefined;
  /** The provider doesn't know the `thread` any more: the call may go well without it, with the whole conversation. */
  readonly threadLost?: boolean | undefined;
  /** The provider's HTTP status, or what its error in the middle of a stream stands for. */
  readonly status?: number | undefined;
}

const MESSAGES: Record<ProviderErrorCode, string> = {
  provider_error: 'The model could not answer. What you said is kept; please try again.',
  provider_timeout: 'The model took too long to answer. What you said is kept; please try again.',
  context_too_long: 'This conversation is too long for the model. Choose another model or start a new chat.',
};

/** Of an answer that had begun; where the conversation is too long, going on would be so too. */
const INTERRUPTED: Partial<typeof MESSAGES> = {
  provider_error: 'The answer was interrupted. It can go on.',
  provider_timeout: 'The answer was interrupted. It can go on.',
};

/** Why a provider's call failed; clients are told the code's plain words, the cause stays in the log. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;
  readonly failure: Failure;

  constructor(code: ProviderErrorCode, cause: unknown, failure: Failure = { retryable: false }) {
    super(`provider call failed: ${code}`, { cause });
    this.code = code;
    this.failure = failure;
  }

  /** The error as it is stored with the answer and shown; `isBegun`: some of the answer is there. */
  toPublic({ isBegun = false } = {}): ParleyError<'service'> {
    const { retryAfterMs } = this.failure;
    const words = (isBegun ? INTERRUPTED[this.code] : undefined) ?? MESSAGES[this.code];
    return new ParleyError('service', this.code, words, {
      cause: this,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
}

import { ParleyError, type ErrorCode } from '@parley/protocol';

type ProviderErrorCode = Extract<
  ErrorCode<'service'>,
  'provider_error' | 'provider_timeout' | 'context_too_long'
>;

const MESSAGES: Record<ProviderErrorCode, string> = {
  provider_error: 'The model could not answer. What you said is kept; please try again.',
  provider_timeout: 'The model took too long to answer. What you said is kept; please try again.',
  context_too_long: 'This conversation is too long for the model. Choose another model or start a new chat.',
};

/** Why a provider's call failed; clients are told the code's plain words, the cause stays in the log. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: ProviderErrorCode;

  constructor(code: ProviderErrorCode, cause: unknown) {
    super(`provider call failed: ${code}`, { cause });
    this.code = code;
  }

  /** The error as it is stored with the answer and shown. */
  toPublic(): ParleyError<'service'> {
    return new ParleyError('service', this.code, MESSAGES[this.code], { cause: this });
  }
}

import { z } from 'zod';

/** Every public error: its category and, within it, its code. Retired codes are never used again. */
export const ERROR_CODES = {
  auth: ['token_missing', 'token_invalid', 'token_expired', 'wrong_user'],
  validation: ['malformed', 'unknown_type', 'invalid_field', 'too_large', 'too_long', 'empty'],
  permission: ['role_required', 'origin'],
  not_found: ['session', 'message', 'model', 'file', 'route', 'user'],
  conflict: ['answer_in_progress', 'human_in_charge', 'taken', 'not_holder', 'not_open', 'already_ended'],
  rate_limit: ['connections', 'messages', 'frames', 'uploads', 'quota'],
  service: [
    'unavailable',
    'timeout',
    'internal',
    'provider_error',
    'provider_timeout',
    'context_too_long',
    'file_not_ready',
  ],
} as const;

export type ErrorCategory = keyof typeof ERROR_CODES;
export type ErrorCode<C extends ErrorCategory = ErrorCategory> = (typeof ERROR_CODES)[C][number];

/** HTTP status that fits a category. */
const STATUS: Record<ErrorCategory, number> = {
  auth: 401,
  validation: 400,
  permission: 403,
  not_found: 404,
  conflict: 409,
  rate_limit: 429,
  service: 500,
};

const STATUS_OF_CODE: Partial<Record<ErrorCode, number>> = {
  unavailable: 503,
  timeout: 504,
  too_large: 413,
};

/** What a client is told of an error, on the socket and over HTTP. */
export const WireError = z.object({
  category: z.enum(Object.keys(ERROR_CODES) as [ErrorCategory, ...ErrorCategory[]]),
  code: z.enum(Object.values(ERROR_CODES).flat() as [ErrorCode, ...ErrorCode[]]),
  message: z.string().describe('names the field and the rule; never a stack, a host or somebody else’s data'),
  recoverable: z.boolean().describe('true: the socket stays open'),
  retryAfterMs: z.int().min(0).optional().describe('when trying again makes sense, in milliseconds'),
});
export type WireError = z.infer<typeof WireError>;

/** An error that may be told to a client as it is. `cause` stays inside. */
export class ParleyError<C extends ErrorCategory = ErrorCategory> extends Error {
  override readonly name: string = 'ParleyError';
  readonly category: C;
  readonly code: ErrorCode<C>;
  readonly recoverable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    category: C,
    code: ErrorCode<C>,
    message: string,
    more: { recoverable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, 'cause' in more ? { cause: more.cause } : undefined);
    this.category = category;
    this.code = code;
    this.recoverable = more.recoverable ?? true;
    this.retryAfterMs = more.retryAfterMs;
  }

  /** HTTP status for this error. */
  get httpStatus(): number {
    return STATUS_OF_CODE[this.code] ?? STATUS[this.category];
  }

  /** The error as a client sees it. */
  toWire(): WireError {
    const { category, code, message, recoverable, retryAfterMs } = this;
    return { category, code, message, recoverable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  /** Turns anything thrown into an error for clients: a `ParleyError` stays, the rest becomes `service/internal`. */
  static from(thrown: unknown): ParleyError {
    if (thrown instanceof ParleyError) return thrown as ParleyError;
    return new ParleyError('service', 'internal', 'Something went wrong on our side. Please try again.', {
      cause: thrown,
    });
  }

  /** Rebuilds an error that came over the wire. */
  static fromWire(wire: WireError): ParleyError {
    const { category, code, message, recoverable, retryAfterMs } = wire;
    const more = { recoverable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    return new ParleyError(category, code, message, more);
  }
}

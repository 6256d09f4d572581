import { ParleyError, type ErrorCategory, type ErrorCode } from '@parley/protocol';

/** Why there is no WebSocket: an HTTP status, and the error that goes into the body. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly error: ParleyError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: ParleyError, headers: Readonly<Record<string, string>> = {}) {
    super(error.message);
    this.status = status;
    this.error = error;
    this.headers = headers;
  }

  /** The refusal that says what was thrown; its status is the category's unless told. */
  static from(thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return thrown;
    const error = ParleyError.from(thrown);
    return new Refusal(error.httpStatus, error);
  }
}

/** A refusal for an error that is made on the spot. */
export const refusal = <C extends ErrorCategory>(
  status: number,
  category: C,
  code: ErrorCode<C>,
  message: string,
  more: { retryAfterMs?: number; headers?: Readonly<Record<string, string>> } = {},
): Refusal => {
  const { retryAfterMs, headers } = more;
  const error = new ParleyError(category, code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
  return new Refusal(status, error, headers);
};

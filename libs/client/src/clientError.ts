import type { ErrorCategory, WireError } from '@parley/protocol';

/** Why something that was asked of the client was not done: an error of the server, or (`client`) its own. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly category: ErrorCategory | 'client';
  /** The server's code; of the client's own: `closed`, `outbox_full`, `timeout`. */
  readonly code: string;
  /** When trying again makes sense, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(category: ErrorCategory | 'client', code: string, message: string, retryAfterMs?: number) {
    super(message);
    this.category = category;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** The error as the server told it. */
  static fromWire({ category, code, message, retryAfterMs }: WireError): ClientError {
    return new ClientError(category, code, message, retryAfterMs);
  }
}

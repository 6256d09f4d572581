import { ParleyError } from '@parley/protocol';

/** An error as a client may see it, and the status that goes with it. */
export interface PublicError {
  readonly error: ParleyError;
  readonly status: number;
}

/** Status of a Fastify error that is the client's fault; undefined for any other. */
function clientStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined;
  const status = Number(thrown.statusCode);
  return status >= 400 && status < 500 ? status : undefined;
}

/** Maps whatever a route threw to what its client is told; nothing of an unknown error is in that. */
export function toPublicError(thrown: unknown): PublicError {
  if (thrown instanceof ParleyError) return { error: thrown, status: thrown.httpStatus };
  const status = clientStatus(thrown);
  switch (status) {
    case undefined: {
      const error = ParleyError.from(thrown);
      return { error, status: error.httpStatus };
    }
    case 413:
      return { error: new ParleyError('validation', 'too_large', 'body: is larger than allowed'), status };
    case 415:
      return {
        error: new ParleyError('validation', 'malformed', 'content-type: is not supported here'),
        status,
      };
    default:
      return { error: new ParleyError('validation', 'malformed', 'request: cannot be read'), status };
  }
}

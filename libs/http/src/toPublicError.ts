import { ParleyError } from '@parley/protocol';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';

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

/** Names the first field that breaks its rule, as `body.name: rule`. */
function validationMessage(context: string, path: string, rule: string | undefined): string {
  const field = [context, ...path.split('/').filter(Boolean)].join('.');
  return `${field}: ${rule ?? 'is not valid'}`;
}

/** Maps whatever a route threw to what its client is told; nothing of an unknown error is in that. */
export function toPublicError(thrown: unknown): PublicError {
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const [first] = thrown.validation;
    const context = thrown.validationContext ?? 'request';
    const message = validationMessage(context, first?.instancePath ?? '', first?.message);
    return { error: new ParleyError('validation', 'invalid_field', message), status: 400 };
  }
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

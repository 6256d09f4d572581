type Thrown = { name?: unknown; message?: unknown; code?: unknown; cause?: unknown };

const isThrown = (error: unknown): error is Thrown => typeof error === 'object' && error !== null;

/** An error and its causes, down to a depth at which none is any more. */
function chainOf(error: unknown, depth = 5): Thrown[] {
  return isThrown(error) && depth > 0 ? [error, ...chainOf(error.cause, depth - 1)] : [];
}

/** Whether the network failed: refused, reset, timed out, or talked something that is no HTTP. */
export const isNetworkError = (error: unknown): boolean =>
  chainOf(error).some(
    ({ code, message, name }) =>
      message === 'terminated' ||
      // undici's, of what is no HTTP at all, which has no code.
      name === 'HTTPParserError' ||
      (typeof code === 'string' && /^(?:E[A-Z]|UND_ERR_|HPE_|ERR_SSL|CERT_)/u.test(code)),
  );

/**
 * A network's error as it may be logged: what failed and why, without what it carries along, since the one of the
 * HTTP parser has the very bytes on which it failed.
 */
export function networkError(error: unknown): Error | undefined {
  const [top, ...causes] = chainOf(error);
  if (!top) return undefined;
  const { message, code } = top;
  const cause = networkError(causes[0]);
  return Object.assign(
    new Error(typeof message === 'string' ? message : 'the network failed', { ...(cause && { cause }) }),
    typeof code === 'string' && { code },
  );
}

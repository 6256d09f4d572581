type Thrown = {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  syscall?: unknown;
  errors?: unknown;
  cause?: unknown;
};

const isThrown = (error: unknown): error is Thrown => typeof error === 'object' && error !== null;

/** An error and its causes, down to a depth at which none is any more. */
function chainOf(error: unknown, depth = 5): Thrown[] {
  return isThrown(error) && depth > 0 ? [error, ...chainOf(error.cause, depth - 1)] : [];
}

/** What `fetch` says of whatever went wrong once it had begun, its cause aside. */
const OF_FETCH = new Set<unknown>(['terminated', 'fetch failed']);

/** Whether the network failed: refused, reset, timed out, or talked something that is no HTTP. */
export const isNetworkError = (error: unknown): boolean =>
  chainOf(error).some(
    ({ code, message, name }) =>
      OF_FETCH.has(message) ||
      // undici's, of what is no HTTP at all, which has no code.
      name === 'HTTPParserError' ||
      (typeof code === 'string' && /^(?:E[A-Z]|UND_ERR_|HPE_|ERR_SSL|CERT_)/u.test(code)),
  );

const UNSENT_CODES = new Set<unknown>([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  // Of a header, or an address, that can't be.
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_URL',
]);
/** What `fetch` says of a port to which it sends nothing. */
const BAD_PORT = 'bad port';
const UNSENT_CALLS = new Set<unknown>(['connect', 'getaddrinfo']);
/** TLS that didn't come about: a certificate that isn't trusted or is another host's, no version in common, no TLS at all. */
const NO_TLS =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_.*(?:VERSION|HANDSHAKE|UNKNOWN_PROTOCOL)|UNABLE_TO_|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT)/u;

/**
 * Whether the request was never made, or its connection never stood, so that the provider can't have seen anything of
 * what was to be sent. What isn't the network's failed before it was asked.
 */
export const isUnsent = (error: unknown): boolean =>
  !isNetworkError(error) ||
  chainOf(error).some(
    ({ code, syscall, errors, message }) =>
      message === BAD_PORT ||
      UNSENT_CODES.has(code) ||
      UNSENT_CALLS.has(syscall) ||
      // Of a host with several addresses, each of which was tried.
      Array.isArray(errors) ||
      (typeof code === 'string' && NO_TLS.test(code)),
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

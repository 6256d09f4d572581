/** The statuses that providers' types and codes of errors stand for, for those that come in the middle of a stream. */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  BadRequestError: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** The status that an error's code or type is, or stands for; undefined if none. */
export function statusOf(...names: readonly unknown[]): number | undefined {
  for (const name of names) {
    const given = Number(name);
    if (Number.isInteger(given) && given >= 400 && given < 600) return given;
    if (typeof name === 'string' && Object.hasOwn(STATUSES, name)) return STATUSES[name];
  }
  return undefined;
}

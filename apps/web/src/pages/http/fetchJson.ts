import type { WireError } from '@parley/protocol';
import { RequestError } from './requestError.ts';

const TIMEOUT_MS = 15_000;

const unreachable = (cause: unknown): RequestError =>
  new RequestError(
    { category: 'service', code: 'unavailable', message: 'No answer from the server.', recoverable: true },
    cause,
  );

const refusal = (body: unknown): WireError | undefined => {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  return body.error as WireError;
};

/**
 * Asks the server of this page, for 15 s at most unless `init` has a signal. Rejects with `RequestError` where there is
 * no answer or a refusal.
 */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const signal = init.signal ?? AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(path, { ...init, signal }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (response.ok) return response;
  const error = refusal(await response.json().catch(() => undefined));
  throw error ? new RequestError(error) : unreachable(new Error(`${path}: ${response.status}`));
}

async function askJson<T>(path: string, init: RequestInit): Promise<T> {
  const response = await ask(path, init);
  return response.json().catch((cause: unknown) => {
    throw unreachable(cause);
  }) as Promise<T>;
}

/** The header that says who asks. */
export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

/** Reads; with a token as its user. */
export const getJson = <T>(path: string, token?: string, signal?: AbortSignal): Promise<T> =>
  askJson(path, { headers: token === undefined ? {} : bearer(token), ...(signal && { signal }) });

/** Sends `body` as JSON. */
export const sendJson = <T>(
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  body: unknown,
  token?: string,
): Promise<T> =>
  askJson(path, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && bearer(token)) },
    body: JSON.stringify(body),
  });

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

/** Asks the server of this page for JSON, for 15 s at most. Rejects with `RequestError`. */
async function fetchJson<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (cause: unknown) => {
      throw unreachable(cause);
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body as T;
  const error = refusal(body);
  throw error ? new RequestError(error) : unreachable(new Error(`${path}: ${response.status}`));
}

/** Reads; with a token as its user. */
export const getJson = <T>(path: string, token?: string): Promise<T> =>
  fetchJson(path, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

/** Sends `body` as JSON. */
export const postJson = <T>(path: string, body: unknown): Promise<T> =>
  fetchJson(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

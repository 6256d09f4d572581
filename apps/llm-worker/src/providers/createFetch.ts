import { Agent, fetch as send, Headers, type RequestInit } from 'undici';

/** How long connections to providers may take. */
export interface FetchSettings {
  /** Longest time until a connection stands, TLS included, in milliseconds. */
  readonly connectMs: number;
}

/**
 * The `fetch` of a provider's client. What it adds: a time limit for the connecting alone, so that a server that can't
 * be reached is told apart from a model that thinks. Nothing else is limited here: how long a first token may take, or
 * the next one, is the caller's to say, by the signal. What redirects is answered by nobody: the key and the conversation
 * are for the configured server alone, and the ledger tells of one request.
 */
export function createFetch({ connectMs }: FetchSettings): typeof globalThis.fetch {
  const dispatcher = new Agent({ connect: { timeout: connectMs }, headersTimeout: 0, bodyTimeout: 0 });
  const limited = (input: string | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    // A compressed stream comes in blocks: its first token would wait until one is full.
    headers.set('accept-encoding', 'identity');
    return send(input, { ...init, headers, dispatcher, redirect: 'manual' });
  };
  // The same standard, once as Node's types say it and once as undici's: clients only know Node's.
  return limited as unknown as typeof globalThis.fetch;
}

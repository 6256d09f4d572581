/** Where a model is reached. */
export interface ProviderSettings {
  /** Empty: the server wants none. */
  readonly apiKey: string;
  /** As the vendor's SDK takes it (OpenAI and Dify with `/v1`, Anthropic without); undefined: the vendor's own. */
  readonly baseUrl?: string | undefined;
  /** Longest time until a connection stands, in milliseconds. */
  readonly connectMs: number;
}

/** Clients refuse to be made without a key, and servers that want none don't look at it. */
export const keyOr = (apiKey: string): string => apiKey || 'none';

/** The longest time limit that a timer takes: the SDKs' own limits are to be none, limits are the caller's. */
export const NO_LIMIT = 2_147_483_647;

/** Headers by which the provider's log and ours speak of the same call. */
export const callHeaders = (callId: string | undefined): Record<string, string> =>
  callId === undefined ? {} : { 'x-request-id': callId, 'x-client-request-id': callId };

/** Bytes as data URLs and requests in JSON carry them. */
export const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

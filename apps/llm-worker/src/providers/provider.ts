import type { ContextMessage } from '@parley/conversation';

/** What a provider is asked for: one answer. */
export interface ProviderRequest {
  /** The provider's own name for the model. */
  readonly model: string;
  readonly systemPrompt?: string | undefined;
  readonly messages: readonly ContextMessage[];
  readonly maxOutputTokens?: number | undefined;
  /** Who it is for, as a provider may know it: a hash, never the user's id. */
  readonly user?: string | undefined;
  /** Goes with the call as its request id: by it the ledger and the provider speak of the same call. */
  readonly callId?: string | undefined;
  /** The provider's own conversation to go on with: `messages` is then only what it lacks. */
  readonly thread?: string | undefined;
  /** Ends the call, and really closes its connection. */
  readonly signal: AbortSignal;
}

/** Tokens that the provider counted. */
export interface TokenCount {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input: what the provider had read before. */
  readonly cachedTokens?: number | undefined;
  /** Of the output: what the model thought. */
  readonly reasoningTokens?: number | undefined;
}

/** Why a provider ended its answer; `length`: it is as long as it may be, `refused`: it won't say more. */
export type FinishReason = 'stop' | 'length' | 'refused';

/** What comes back, in the order it comes. */
export type ProviderEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  /** Counts so far; a later one replaces an earlier one. */
  | ({ readonly type: 'usage' } & TokenCount)
  | { readonly type: 'thread'; readonly id: string }
  | { readonly type: 'finish'; readonly reason: FinishReason };

/** Takes what a provider says, as soon as it comes. What it throws ends the call, as an error of the provider. */
export type Say = (event: ProviderEvent) => void;

/**
 * A service or a program that writes answers. A call that fails throws a `ProviderError`, and so does one that its
 * signal ended; one that ends without has said a `finish` last.
 */
export interface Provider {
  stream(request: ProviderRequest, say: Say): Promise<void>;
}

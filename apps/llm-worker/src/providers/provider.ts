import type { ContextMessage } from '@parley/conversation';

/** What a provider is asked for: one answer. */
export interface ProviderRequest {
  /** The provider's own name for the model. */
  readonly model: string;
  readonly systemPrompt?: string | undefined;
  readonly messages: readonly ContextMessage[];
  readonly maxOutputTokens?: number | undefined;
  /** Ends the call, and really closes its connection. */
  readonly signal: AbortSignal;
}

/** Tokens that the provider counted. */
export interface TokenCount {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What comes back, in the order it comes. */
export type ProviderEvent =
  { readonly type: 'text'; readonly text: string } | ({ readonly type: 'usage' } & TokenCount);

/** A service or a program that writes answers. A call that fails throws a `ProviderError`. */
export interface Provider {
  stream(request: ProviderRequest): AsyncIterable<ProviderEvent>;
}

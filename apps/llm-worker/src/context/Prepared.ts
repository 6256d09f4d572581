import type { Unread } from '@parley/protocol';
import type { ProviderRequest } from '../providers/provider.ts';

/** What was said before the part of the conversation that fits, and no summary holds. */
export interface FellOut {
  /** Everything up to this place is outside of the window. */
  readonly upTo: number;
  /** Entries of it that no summary holds, and their tokens, estimated, as far as they were read. */
  readonly entries: number;
  readonly tokens: number;
}

/** What one model is to be asked, made for its window, its tokenizer and what it can be shown. */
export interface Prepared {
  readonly request: Omit<ProviderRequest, 'signal' | 'callId'>;
  /** Tokens of all of it, as we count them. */
  readonly inputTokens: number;
  /** Files of the part of the conversation in the request that the model isn't shown. */
  readonly unread: readonly Unread[];
  readonly fellOut?: FellOut;
}

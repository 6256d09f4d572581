import type { Unread } from '@parley/protocol';
import type { ProviderRequest } from '../providers/provider.ts';

/** What one model is to be asked, made for its window, its tokenizer and what it can be shown. */
export interface Prepared {
  readonly request: Omit<ProviderRequest, 'signal' | 'callId'>;
  /** Tokens of all of it, as we count them. */
  readonly inputTokens: number;
  /** Files of the conversation that it isn't shown. */
  readonly unread: readonly Unread[];
}

import type { Usage } from '@parley/protocol';
import type { BegunCall, EndedCall, LedgerCall, UsageKey, UsageSum } from './Call.ts';

/** A span of time: `from` belongs to it, `to` doesn't; milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The ledger: one entry for each call of a provider, written before the call. All totals are sums of it, by when a call
 * began. What isn't known yet counts as nothing.
 */
export interface Calls {
  /** Enters a call that is about to be made. Once: the same id again changes nothing. @throws StoreUnavailable */
  begin(call: BegunCall): Promise<void>;
  /** Enters how it ended, and what it cost by the price it began with. Only the first end counts. @throws StoreUnavailable */
  end(id: string, end: EndedCall): Promise<void>;
  /** The sum over a session, and over one answer of it where `messageId` says which. */
  usageOf(sessionId: string, messageId?: string): Promise<Usage>;
  /** Input and output tokens of a user within a span. */
  tokensOf(userId: string, span: Span): Promise<number>;
  /** The sums over a span by model, user or day; of one user alone where `userId` says so. */
  sums(span: Span, by: UsageKey, userId?: string): Promise<UsageSum[]>;
  /** The entries of a session, the earliest first. */
  ofSession(sessionId: string): Promise<LedgerCall[]>;
}

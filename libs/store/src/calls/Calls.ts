import type { Usage } from '@parley/protocol';
import type { BegunCall, EndedCall, LedgerCall, UsageKey, UsageSum, UsageTotal } from './Call.ts';

/** A span of time: `from` belongs to it, `to` doesn't; milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whose calls are summed up. */
export interface AnswerCalls {
  readonly sessionId: string;
  readonly messageId: string;
  readonly startedAt: number;
}

/**
 * The ledger: one entry for each call of a provider, written before the call. All totals are sums of it, by when a call
 * began. What isn't known yet counts as nothing, but the call itself counts. Costs are kept and summed in whole
 * billionths of a US dollar, so that a sum is exactly that of its entries, in any order.
 */
export interface Calls {
  /** Enters a call that is about to be made. Once: the same id again changes nothing. @throws StoreUnavailable */
  begin(call: BegunCall): Promise<void>;
  /**
   * Enters how a call ended, and what it cost by the price it began with. Only the first end counts, and of a call that
   * wasn't entered nothing is. @throws StoreUnavailable
   */
  end(begun: Pick<BegunCall, 'id' | 'price'>, end: EndedCall): Promise<void>;
  /** The sum over a session. */
  usageOf(sessionId: string): Promise<Usage>;
  /** The sum over an answer that was begun at `startedAt` (milliseconds since 1970), and over its session. */
  usageOfAnswer(answer: AnswerCalls): Promise<{ readonly answer: Usage; readonly session: Usage }>;
  /** The sum over a span, of erased users too; of one user alone where `userId` says so. */
  total(span: Span, userId?: string): Promise<UsageTotal>;
  /** Input and output tokens of a user within a span, as quotas count them: without drafts, which admins ask for. */
  tokensOf(userId: string, span: Span): Promise<number>;
  /**
   * The sums over a span by model, user, day or hour, by rising key; of one user alone where `userId` says so. Users who
   * were erased have no sum of their own.
   */
  sums(span: Span, by: UsageKey, userId?: string): Promise<UsageSum[]>;
  /** The entries of a session, the earliest first; the newest `limit` (1–1000) of them where it says so. */
  ofSession(sessionId: string, limit?: number): Promise<LedgerCall[]>;
}

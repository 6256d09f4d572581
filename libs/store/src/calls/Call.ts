import type { Usage } from '@parley/protocol';

/** What a model was called for. */
export type CallPurpose = 'answer' | 'title' | 'summary' | 'draft' | 'transcription' | 'speech';

/** How a call went; `unknown`: its end was never written, since its worker died or no call followed. */
export type CallOutcome = 'unknown' | 'complete' | 'stopped' | 'interrupted' | 'failed';

/** US dollars per million tokens. */
export interface CallPrice {
  readonly input: number;
  readonly output: number;
  /** Of input that the provider had read before; as the input where it is left out. */
  readonly cached?: number | undefined;
}

/** A call of a provider, as it is known before it is made. */
export interface BegunCall {
  /** A UUID, which the provider is told as the request's id. */
  readonly id: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly purpose: CallPurpose;
  /** The answer it is made for, and the writer's attempt. */
  readonly messageId?: string | undefined;
  readonly attempt?: number | undefined;
  /** Which try of its attempt, from 1. */
  readonly tried: number;
  /** As clients know it, and whose API is spoken. */
  readonly model: string;
  readonly provider: string;
  /** That holds now; what it costs is reckoned by it. */
  readonly price?: CallPrice | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** How a call ended. */
export interface EndedCall {
  readonly outcome: Exclude<CallOutcome, 'unknown'>;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  /** The provider didn't say: we counted. */
  readonly estimated: boolean;
  readonly firstTokenAt?: number | undefined;
  readonly endedAt: number;
  /** Of the failure: its code, and the provider's HTTP status. */
  readonly error?: string | undefined;
  readonly status?: number | undefined;
}

/** One entry of the ledger; its user is gone when they were erased. */
export type LedgerCall = Omit<BegunCall, 'userId'> &
  Partial<Pick<BegunCall, 'userId'>> &
  Partial<Omit<EndedCall, 'outcome'>> & {
    readonly outcome: CallOutcome;
    /** US dollars, where the price was known. */
    readonly costUsd?: number | undefined;
  };

/** By what the ledger is summed up. */
export type UsageKey = 'model' | 'user' | 'day' | 'hour';

/** The sum of some calls. */
export interface UsageTotal {
  readonly calls: number;
  readonly usage: Usage;
}

/** The sum of all calls of one model, user, day (UTC, as `2026-11-27`) or hour (as `2026-11-27T05`). */
export interface UsageSum extends UsageTotal {
  readonly key: string;
}

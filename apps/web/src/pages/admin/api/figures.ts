/** Times in milliseconds. */
export interface Times {
  readonly count: number;
  readonly avgMs: number;
  readonly maxMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Answers that ended, by how. */
export interface AnswerCounts {
  readonly count: number;
  readonly complete: number;
  readonly stopped: number;
  readonly failed: number;
  readonly interrupted: number;
}

/** What happened in some time. */
export interface Counted {
  readonly messages: {
    readonly user: number;
    readonly assistant: number;
    readonly admin: number;
    readonly system: number;
  };
  readonly answers: AnswerCounts;
  readonly responseTimes: Times;
  readonly tokens: { readonly input: number; readonly output: number; readonly total: number };
  /** US dollars. */
  readonly costUsd: number;
}

export type Hour = Counted & { readonly hour: string; readonly sessions: number };

export interface Metrics extends Counted {
  readonly now: { readonly active: number; readonly waiting: number; readonly held: number };
  readonly sessions: { readonly count: number; readonly adminAssisted: number; readonly durations: Times };
  readonly byHour: readonly Hour[];
}

/** A model, and how its answers of the last day did. */
export interface ProviderState {
  readonly id: string;
  readonly label: string;
  readonly provider: string;
  /** It can be used now; else `reason` says why not, where that is known. */
  readonly available: boolean;
  readonly reason?: string;
  readonly last?: { readonly at: string; readonly status: string };
  readonly answers: AnswerCounts;
  readonly responseTimes: Times;
}

export type UsageGroup = 'model' | 'user' | 'day';

export interface UsageRow {
  readonly key: string;
  /** Of models. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input. */
  readonly cachedTokens: number;
  /** Of the output. */
  readonly reasoningTokens: number;
  readonly costUsd: number;
}
